#!/usr/bin/env python3
"""Compares LegRaise's speed with that of MediaPipe's own Python package on the same clip and the same processors.

    python3 -m venv /tmp/mediapipe && /tmp/mediapipe/bin/pip install mediapipe==0.10.21
    /tmp/mediapipe/bin/python .make/compare_mediapipe.py clip.mp4 [clip.truth.json]

That package fetches its heavy model from the network when it first needs it. Where it can't: it is in npm's @mediapipe/pose@0.5.1675469404, and
belongs into the package's folder modules/pose_landmark.

MediaPipe reads every frame through OpenCV, as its examples do, and tracks (mp.solutions.pose, complexity 1 = full, 2 = heavy). LegRaise runs as
`legraise measure`, from start to result. With the truth of a rendered clip, also the error of the hip-to-ankle line that each reads is told.
"""

import json
import math
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import cv2
import mediapipe

PROGRAM = Path(__file__).resolve().parent.parent / "target" / "release" / "legraise"
HIPS, ANKLES = (23, 24), (27, 28)


def mediapipe_legs(clip, complexity):
    """Frames a second, and the elevation of both legs' hip-to-ankle lines in each frame, degrees."""
    started = time.perf_counter()
    video, legs = cv2.VideoCapture(str(clip)), []
    with mediapipe.solutions.pose.Pose(model_complexity=complexity) as pose:
        while True:
            ok, frame = video.read()
            if not ok:
                break
            height, width = frame.shape[:2]
            found = pose.process(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)).pose_landmarks
            points = found and [(p.x * width, p.y * height) for p in found.landmark]
            legs.append(points and elevations(points))
    return len(legs) / (time.perf_counter() - started), legs


def legraise_legs(clip, model):
    with tempfile.TemporaryDirectory() as folder:
        trace = Path(folder) / "trace.jsonl"
        started = time.perf_counter()
        subprocess.run([PROGRAM, "measure", "--model", model, "--json", "--trace", trace, clip], stdout=subprocess.DEVNULL)
        took = time.perf_counter() - started
        lines = [json.loads(line) for line in trace.read_text().splitlines()]
    frames = [line for line in lines if "t_ns" in line and "command" not in line]
    poses = [frame.get("pose") for frame in frames]
    return len(poses) / took, [pose and elevations([(x, y) for x, y, _ in pose["keypoints"]]) for pose in poses]


def elevations(points):
    """Of the lines from hip to ankle over the picture's horizontal, whichever way the body lies."""
    lines = [(points[a][0] - points[h][0], points[h][1] - points[a][1]) for h, a in zip(HIPS, ANKLES)]
    return [math.degrees(math.atan2(up, abs(along))) for along, up in lines]


def error(legs, truth):
    """Mean absolute error of the raised leg's line, and the frames in which nobody was seen."""
    raised = 1 if truth["raised_side"] == "right" else 0
    wanted = [frame["leg_vs_floor"] for frame in truth["frames"]]
    errors = [abs(seen[raised] - want) for seen, want in zip(legs, wanted) if seen]
    return sum(errors) / len(errors), sum(seen is None for seen in legs)


def main():
    clip = Path(sys.argv[1])
    truth = json.loads(Path(sys.argv[2]).read_text()) if len(sys.argv) > 2 else None
    print("| model | MediaPipe, frames/s | LegRaise, frames/s | ratio |" + (" error of the line, ° (not seen) |" if truth else ""))
    for model, complexity in (("full", 1), ("heavy", 2)):
        # in a process that is gone before LegRaise runs: its threads would stay, and slow LegRaise down
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            theirs, their_legs = pool.submit(mediapipe_legs, clip, complexity).result()
        ours, our_legs = legraise_legs(clip, model)
        row = f"| {model} | {theirs:.1f} | {ours:.1f} | {ours / theirs:.2f} |"
        if truth:
            row += " MediaPipe {:.2f} ({}), LegRaise {:.2f} ({}) |".format(*error(their_legs, truth), *error(our_legs, truth))
        print(row)


if __name__ == "__main__":
    main()
