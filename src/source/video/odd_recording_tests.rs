//! `VideoFile` against the real FFmpeg: what phones, cameras and editors write beside and into a recording.

use super::test_clips::{COUNTING, Clips, H264, cut, due, frames, is_red, number};
use crate::source::{FrameSource, SourceError};
use std::fs;
use std::path::Path;

/// Something of another kind and size than [`COUNTING`], as the second input of FFmpeg.
fn beside(clips: &Clips, name: &str, other: &str, arguments: &str) -> std::path::PathBuf {
    clips.run(name, &["-f", "lavfi", "-i", COUNTING, "-f", "lavfi", "-i", other], arguments)
}

/// The file holds the frames of [`COUNTING`] in their size, `count` of them, at their times; and nothing is told of
/// it.
#[track_caller]
fn counts(clips: &Clips, path: &Path, count: u32) {
    let mut video = clips.open(path);
    assert_eq!((video.info().width, video.info().height), (64, 48), "{}", path.display());
    let seen: Vec<_> = frames(&mut video).iter().map(|frame| (number(frame), frame.time.0 / 2_000_000)).collect();
    assert_eq!(seen, (0..count).map(|n| (n, due(n) / 2_000_000)).collect::<Vec<_>>(), "{}", path.display());
    assert_eq!(video.problems(), [], "{}", path.display());
}

#[test]
fn timecodes_and_data_beside_the_frames_are_passed_over() {
    let clips = Clips::new();
    for name in ["a.mp4", "a.mov"] {
        counts(&clips, &clips.make(name, COUNTING, &format!("-frames:v 20 {H264} -timecode 10:00:00:00")), 20);
    }
    counts(
        &clips,
        &clips.make("a.mxf", COUNTING, "-frames:v 20 -c:v mpeg2video -q:v 1 -bf 0 -timecode 10:00:00:00"),
        20,
    );
    let sound =
        beside(&clips, "b.mov", "sine", &format!("-map 1 -map 0 -t 1 -frames:v 20 {H264} -timecode 10:00:00:00"));
    counts(&clips, &sound, 20);
}

#[test]
fn the_recording_is_measured_not_what_lies_beside_it() {
    let clips = Clips::new();
    let others = [
        ("preview.mov", "color=red:s=16x12:r=1", "-map 1 -map 0 -t 1 -c:v:0 mjpeg"),
        ("default_preview.mov", "color=red:s=16x12:r=30", "-map 1 -map 0 -t 1 -disposition:v:1 0 -c:v:0 mpeg4"),
        ("still.mov", "color=red:s=640x480:r=1", "-map 1 -map 0 -t 1 -c:v:0 mjpeg"),
        ("cover.mp4", "color=red:s=640x480:r=1:d=1", "-map 1 -map 0 -t 1 -c:v:0 mjpeg -disposition:v:0 attached_pic"),
        ("second.mkv", "color=red:s=64x48:r=30", "-map 1 -map 0 -t 1 -disposition:v:0 0 -disposition:v:1 default"),
        ("program.ts", "color=red:s=16x12:r=30", "-map 1 -map 0 -t 1 -c:v:0 mpeg2video -muxdelay 0 -muxpreload 0"),
    ];
    for (name, other, arguments) in others {
        let encoder = "-c:v:1 libx264 -preset ultrafast -bf:v:1 2 -qp 0 -pix_fmt yuv420p";
        let path = beside(&clips, name, other, &format!("{arguments} {encoder}"));
        let mut video = clips.open(&path);
        assert_eq!((video.info().width, video.info().height), (64, 48), "{name}");
        let seen: Vec<_> = frames(&mut video).iter().map(number).collect();
        assert_eq!(seen, (0..30).collect::<Vec<_>>(), "{name}");
    }
    let first = beside(&clips, "twins.mp4", "color=red:s=64x48:r=30", &format!("-map 0 -map 1 -t 1 {H264}"));
    counts(&clips, &first, 30);
}

#[test]
fn colours_that_are_labelled_wrongly_are_those_of_the_frames() {
    let clips = Clips::new();
    let red = clips.make("a.mp4", "color=red:s=64x48:r=30", "-frames:v 3 -c:v libx264 -qp 0 -pix_fmt yuv420p");
    let labels = (0..=18).map(|value| format!("matrix_coefficients={value}"));
    let odd = [
        "transfer_characteristics=9",
        "transfer_characteristics=10",
        "transfer_characteristics=19:colour_primaries=22",
    ];
    for label in labels.chain(odd.map(str::to_owned)) {
        let path = clips.run("b.mp4", &["-i", red.to_str().unwrap()], &format!("-c copy -bsf:v h264_metadata={label}"));
        let mut video = clips.open(&path);
        let frames = frames(&mut video);
        assert!(frames.len() == 3 && frames.iter().all(|frame| is_red(frame, 32, 24)), "{label}");
        assert_eq!(video.problems(), [], "{label}");
    }
}

#[test]
fn stray_equal_and_backward_stamps_are_no_damage() {
    let clips = Clips::new();
    let plain = clips.make("a.mkv", COUNTING, "-frames:v 24 -c:v ffv1 -g 1");
    let stamps = [
        "if(eq(N,9),PTS+36000/TB,PTS)",
        "if(eq(N,0),PTS+36000/TB,PTS)",
        "if(eq(N,23),PTS+36000/TB,PTS)",
        "if(between(N,9,10),PTS+5/TB,PTS)",
        "if(eq(N,9),0,PTS)",
        "PTS-mod(N,2)/30/TB",
    ];
    for stamps in stamps {
        let path = clips.run(
            "b.mkv",
            &["-i", plain.to_str().unwrap()],
            &format!("-c copy -bsf:v setts=pts='{stamps}':dts=DTS -avoid_negative_ts disabled"),
        );
        let mut video = clips.open(&path);
        let seen = frames(&mut video);
        assert_eq!(seen.iter().map(number).collect::<Vec<_>>(), (0..24).collect::<Vec<_>>(), "{stamps}");
        for (frame, number) in seen.iter().zip(0..) {
            let late_ms = (frame.time.0 as f64 - due(number) as f64) * 1e-6;
            assert!(late_ms.abs() < 20.0, "{stamps}: picture {number} is {late_ms} ms late");
        }
        assert_eq!(video.problems(), [], "{stamps}");
    }
}

#[test]
fn animations_are_recordings() {
    let clips = Clips::new();
    for (name, arguments) in [
        ("a.webp", "-c:v libwebp_anim -lossless 1 -loop 0"),
        ("a.apng", "-f apng"),
        ("a.gif", ""),
        ("a.avif", "-c:v libsvtav1 -crf 1 -svtav1-params log-level=0"),
    ] {
        let path =
            clips.make(name, &format!("{COUNTING},scale=128:96:flags=neighbor"), &format!("-frames:v 12 {arguments}"));
        let mut video = clips.open(&path);
        let frames = frames(&mut video);
        assert_eq!((video.info().width, frames.len()), (128, 12), "{name}");
        let end = frames[11].time.secs();
        assert!((0.3..0.5).contains(&end), "{name}: the last picture at {end} s");
        assert_eq!(video.problems(), [], "{name}");
    }
}

#[test]
fn cameras_and_editors_of_all_times_are_read() {
    let clips = Clips::new();
    let formats = [
        ("tape.dv", "-vf scale=720:576,setsar=16/15,fps=25 -pix_fmt yuv420p"),
        ("tape.avi", "-vf scale=720:576,setsar=16/15,fps=25 -c:v dvvideo -pix_fmt yuv420p"),
        ("camcorder.m2ts", "-r 25 -c:v libx264 -preset ultrafast -flags +ildct+ilme -mpegts_m2ts_mode 1"),
        ("disc.mpg", "-r 25 -c:v mpeg2video -q:v 2"),
        ("old_phone.3gp", "-r 25 -vf scale=176:144 -c:v h263 -q:v 2"),
        ("editor.mov", "-c:v prores_ks -profile:v 3"),
        ("transparent.mov", "-vf format=yuva444p10le -c:v prores_ks -profile:v 4444"),
        ("broadcast.mxf", "-r 25 -vf scale=1280:720,format=yuv422p -c:v dnxhd -profile:v dnxhr_sq"),
        ("browser.webm", "-c:v libvpx-vp9 -cpu-used 8 -crf 20 -b:v 0"),
        ("new.mp4", "-c:v libsvtav1 -preset 12 -svtav1-params log-level=0"),
        ("windows.wmv", "-c:v wmv2 -q:v 2"),
        ("flash.flv", "-c:v flv -q:v 2"),
        ("free.ogv", "-c:v libtheora -q:v 9"),
        ("fragments.mp4", "-c:v libx264 -preset ultrafast -movflags frag_keyframe+empty_moov"),
        ("pictures.mjpeg", "-c:v mjpeg -q:v 2"),
        ("plain.y4m", "-pix_fmt yuv420p"),
        ("animation.mov", "-c:v qtrle"),
    ];
    for (name, arguments) in formats {
        let path = clips.make(name, "color=red:s=160x120:r=25", &format!("-frames:v 10 {arguments}"));
        let mut video = clips.open(&path);
        let frames = frames(&mut video);
        assert_eq!(frames.len(), 10, "{name}");
        let (width, height) = frames[9].image.dimensions();
        assert!(is_red(&frames[9], width / 2, height / 2), "{name}");
        assert_eq!(video.problems(), [], "{name}");
    }
}

#[test]
fn times_before_the_start_and_edit_lists_keep_the_steps() {
    let clips = Clips::new();
    let early =
        clips.make("a.mkv", COUNTING, &format!("-frames:v 20 -output_ts_offset -3 -avoid_negative_ts disabled {H264}"));
    let seen = frames(&mut clips.open(&early));
    assert_eq!(seen.len(), 20);
    assert!((seen[19].time.secs() - 19.0 / 30.0).abs() < 0.01, "{:?}", seen[19].time);
    let whole = clips.make("b.mp4", COUNTING, &format!("-frames:v 40 -g 30 {H264}"));
    let edited = clips.run("c.mp4", &["-ss", "0.5", "-i", whole.to_str().unwrap()], "-c copy");
    let seen = frames(&mut clips.open(&edited));
    let steps = seen.windows(2).all(|pair| ((pair[1].time - pair[0].time) - 1.0 / 30.0).abs() < 0.002);
    assert!(steps && number(&seen[seen.len() - 1]) == 39, "{:?}", seen.iter().map(|f| f.time).collect::<Vec<_>>());
}

#[test]
fn what_a_camera_did_not_finish_is_named() {
    let clips = Clips::new();
    let path = clips.make("a.mov", COUNTING, &format!("-frames:v 40 {H264} -timecode 10:00:00:00"));
    cut(&path, 0.5);
    assert!(matches!(clips.refusal(&path), SourceError::NoIndex(_)));
    let protected = clips.make("b.mp4", COUNTING, &format!("-frames:v 10 {H264}"));
    let mut bytes = fs::read(&protected).unwrap();
    let tag = bytes.windows(4).position(|window| window == b"avc1").unwrap();
    let tag = bytes[tag + 4..].windows(4).position(|window| window == b"avc1").map_or(tag, |next| tag + 4 + next);
    bytes[tag..tag + 4].copy_from_slice(b"drmi");
    fs::write(&protected, bytes).unwrap();
    let text = clips.refusal(&protected).to_string();
    assert!(text.contains("protected"), "{text}");
}
