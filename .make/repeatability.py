#!/usr/bin/env python3
"""How far the angles of one recording differ when only the film of it does: compressed, darker, noisier, of another size, cut, mirrored, at half
the pictures a second.

    python3 .make/repeatability.py [--model full] CLIP...

Prints each trial's angles, and over all trials the standard error of measurement (the standard deviation of a trial's angles, pooled) with the
smallest difference that is told from it with 95 % certainty (1.96 · √2 · SEM; Weir 2005, doi:10.1519/15184.1).
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "target" / "release" / "legraise"
FFMPEG = ROOT / "runtime" / "ffmpeg"
# what is done to a film: name, FFmpeg's filter, quality of H.264
FILMS = [
    ("compressed", "null", 32),
    ("1920 wide", "scale=1920:-2:flags=bicubic", 20),
    ("two thirds", "scale=trunc(iw/3)*2:-2", 18),
    ("cut", "crop=iw-12:ih-8:5:3", 18),
    ("mirrored", "hflip", 18),
    ("darker", "eq=brightness=-0.12:contrast=0.85", 18),
    ("noisy", "noise=alls=14:allf=t", 18),
    ("15 a second", "fps=15", 18),
]


def film(clip, folder, change, quality):
    target = Path(folder) / "film.mp4"
    call = [FFMPEG, "-v", "error", "-y", "-i", clip, "-vf", change, "-c:v", "libx264", "-crf", str(quality)]
    subprocess.run([*call, "-fps_mode", "passthrough", target], check=True)
    return target


def angles(clip, model):
    done = subprocess.run([PROGRAM, "measure", "--model", model, "--json", clip], stdout=subprocess.PIPE, check=False)
    if done.returncode > 1:
        sys.exit(f"{clip} can't be measured")
    return [trial["angle_deg"] for trial in json.loads(done.stdout)["trials"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--model", default="heavy", choices=["heavy", "full"])
    parser.add_argument("clips", nargs="+", type=Path, metavar="CLIP")
    arguments = parser.parse_args()
    trials, furthest = [], 0.0
    for clip in arguments.clips:
        first = angles(clip, arguments.model)
        print(f"{clip.name}\n  {'as it is':12}", *(f"{angle:6.2f}" for angle in first), flush=True)
        same = [[angle] for angle in first]
        for name, change, quality in FILMS:
            with tempfile.TemporaryDirectory() as folder:
                again = angles(film(clip, folder, change, quality), arguments.model)
            print(f"  {name:12}", *(f"{angle:6.2f}" for angle in again), flush=True)
            if len(again) != len(first):
                sys.exit(f"{clip.name}, {name}: {len(again)} trials instead of {len(first)}")
            for trial, angle in zip(same, again):
                trial.append(angle)
                furthest = max(furthest, abs(angle - trial[0]))
        trials += same
    error = statistics.mean(statistics.variance(trial) for trial in trials) ** 0.5
    print(f"{len(trials)} trials: SEM {error:.2f}°, told apart from {1.96 * 2**0.5 * error:.1f}°, furthest {furthest:.1f}°")


if __name__ == "__main__":
    main()
