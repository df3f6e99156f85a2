# LegRaise: the everyday commands. `make` or `make help` lists them.
#
# Everything uses the release profile: the pose pipeline is slow without optimisation,
# and a second profile would compile every dependency a second time.

# The video that `make run` measures: make run SAMPLE=path/to/video.mp4
SAMPLE ?= samples/v01_peak78_f1.mp4

# What `make fuzz` searches, a target of fuzz/Cargo.toml, and how long.
TARGET ?= trace
SECONDS ?= 1200

# What `make quick` runs: the tests that need neither the pose model nor FFmpeg (reports and the record's load the small face detector). The
# others of tests/ drive the program with both, and the voice's plays in real time; these parts of the library's own
# tests load the model, or make clips with FFmpeg.
QUICK_TESTS = history history_faults history_places layering markers replay report ui
NOT_QUICK = parity_tests odd_recording_tests video_fault_tests video_tests

# Where `make install` puts the program, and a folder that stands for / when a package is made of it.
PREFIX ?= /usr/local
DESTDIR ?=

CARGO ?= cargo
PYTHON ?= python3

# What `legraise --version` names in a program that is away from its sources.
COMMIT = $(shell git describe --always --dirty --exclude '*' 2>/dev/null)

# rustup's usual folder, for shells which were opened before it was installed.
export PATH := $(PATH):$(HOME)/.cargo/bin

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup build run quick test test-camera test-passphrase check-fhir test-installed test-windows fuzz lint other-systems \
	deny sbom licences install uninstall package deb rpm tarball windows-installer macos-app clean

help: ## list the targets
	@sed -n 's/^\([a-z -]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

setup: ## check the tools, and fetch ONNX Runtime and FFmpeg into runtime/
	@sh .make/check_tools.sh
	@$(PYTHON) .make/get_runtime.py

build: setup ## build target/release/legraise
	$(CARGO) build --release

run: setup ## measure a video: make run SAMPLE=path/to/video.mp4 (default: a sample)
	$(CARGO) run --release -- measure "$(SAMPLE)"

quick: setup lint ## before a commit: format, lints, and every test that needs no pose model
	$(CARGO) test --release --lib $(QUICK_TESTS:%=--test %) -- $(NOT_QUICK:%=--skip %)

test: setup lint ## everything that has to pass: format, lints, tests, licences
	$(CARGO) test --release
	@if $(CARGO) deny --version >/dev/null 2>&1; then $(MAKE) --no-print-directory deny; \
	else echo "cargo-deny is not installed: dependencies not checked"; fi

test-camera: build ## measure from a real camera device, in a virtual machine (Debian, Ubuntu)
	@sh .make/camera_vm/run.sh

test-passphrase: setup ## test records behind a passphrase (needs OpenSSL: libssl-dev)
	$(CARGO) test --release --features passphrase --test passphrase --test history

check-fhir: build ## validate an export as FHIR R4 (needs PyPI)
	@PYTHON=$(PYTHON) sh .make/check_fhir.sh

fuzz: ## search for input that breaks a rule: make fuzz TARGET=trace SECONDS=1200 (needs cargo-fuzz and nightly Rust)
	$(CARGO) +nightly fuzz run $(TARGET) --sanitizer none --release --features program \
		fuzz/corpus/$(TARGET) fuzz/seeds/$(TARGET) -- -max_total_time=$(SECONDS) -timeout=60

other-systems: ## check the program for Windows and macOS (on Debian and Ubuntu)
	@sh .make/other_systems.sh check

install: setup ## install the program: make install PREFIX=/usr/local
	LEGRAISE_COMMIT=$(COMMIT) $(CARGO) build --release
	@DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)" sh .make/install.sh

uninstall: ## remove what `make install` has installed, from the same PREFIX; the record stays
	@DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)" sh .make/install.sh uninstall

package: deb rpm tarball windows-installer ## build all packages into target/package (on Debian or Ubuntu)

deb rpm tarball windows-installer macos-app: setup licences ## build one kind of package
	@LEGRAISE_COMMIT=$(COMMIT) sh .make/package.sh $@

licences: ## write target/package/licences.html, the licences of all that is built in (needs cargo-about)
	@mkdir -p target/package
	$(CARGO) about generate --fail --locked --config packaging/about.toml --output-file target/package/licences.html packaging/licences.hbs

test-installed: deb ## install the .deb in a bare system without network, measure, open the window, remove (as root)
	@sh .make/test_installed.sh

test-windows: ## run the program for Windows under Wine, and compare it with this one (on Debian and Ubuntu)
	@sh .make/test_windows.sh

lint: ## check the formatting and run clippy
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets --release -- -D warnings
	$(CARGO) clippy --no-default-features --release -- -D warnings

deny: ## check the dependencies' licences, sources and advisories (needs cargo-deny)
	$(CARGO) deny check bans licenses sources
	@if $(CARGO) deny fetch db; then $(CARGO) deny check --disable-fetch advisories; \
	else echo "the advisory database (https://github.com/RustSec/advisory-db) can't be reached: known vulnerabilities not checked"; fi

sbom: ## write legraise.cdx.json, the list of all that is built in (needs cargo-cyclonedx)
	$(CARGO) cyclonedx --format json --all-features

clean: ## remove what was built, and runtime/
	$(CARGO) clean
	rm -rf runtime
