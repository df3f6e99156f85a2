#!/usr/bin/env python3
"""Compares what recordings come to when the model reads the pictures that the measurement needs with what they come to from every picture.

    .make/compare_sampling.py [--model full] CLIP_OR_FOLDER...

Of each raise that both see: the difference of the results and of the moments at which something ended it, and whether side, verdict, what ended it or
the reasons differ.
"""

import argparse
import json
import subprocess
from pathlib import Path

PROGRAM = Path(__file__).resolve().parent.parent / "target" / "release" / "legraise"


def trials(clip, model, *options):
    call = [PROGRAM, "measure", "--json", "--model", model, *options, clip]
    return json.loads(subprocess.run(call, capture_output=True, check=False, text=True).stdout or "{}").get("trials", [])


def judged(trial):
    return trial["side"], trial["verdict"], trial["ended_by"], tuple(trial.get("reasons", []))


def onsets(trial):
    return [violation["onset_s"] for violation in trial.get("violations", [])]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--model", default="heavy", choices=["heavy", "full"])
    options = parser.parse_args()
    clips = [clip for path in options.paths for clip in (sorted(path.glob("*.mp4")) if path.is_dir() else [path])]
    angles, judged_apart, moments, other = [], [], [], 0
    for clip in clips:
        every, needed = trials(clip, options.model, "--every-picture"), trials(clip, options.model)
        if len(every) != len(needed):
            print(f"{clip.stem}: {len(every)} raises from every picture, {len(needed)} from those needed")
            other += 1
            continue
        for one, two in zip(every, needed):
            apart = two["angle_deg"] - one["angle_deg"]
            later = [abs(a - b) for a, b in zip(onsets(one), onsets(two))]
            angles.append(abs(apart))
            if one["verdict"] != "unclear":
                judged_apart.append(abs(apart))
            moments += later
            differs = judged(one) != judged(two)
            other += differs
            if differs or abs(apart) > 0.5 or max(later, default=0) > 0.1:
                said = f", {judged(one)} became {judged(two)}" if differs else ""
                print(f"{clip.stem}: {one['angle_deg']:.1f}° became {two['angle_deg']:.1f}°, moments up to {max(later, default=0):.2f} s apart{said}")
    angles.sort()
    print(
        f"{len(clips)} recordings, {len(angles)} raises: on average {sum(angles) / len(angles):.2f}° apart, in the middle {angles[len(angles) // 2]:.2f}°, "
        f"at most {angles[-1]:.1f}°, those with a verdict at most {max(judged_apart, default=0):.1f}°; "
        f"moments at most {max(moments, default=0):.2f} s; judged otherwise: {other}"
    )


if __name__ == "__main__":
    main()
