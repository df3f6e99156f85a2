//! `VideoFile` against the real FFmpeg: recordings that are cut, damaged or none at all.

use super::test_clips::{COUNTING, Clips, H264, codes, cut, frames, is_red};
use crate::source::{FrameSource, SourceError};
use std::fs;
use std::net::TcpListener;
use std::sync::mpsc::sync_channel;
use std::thread;

#[test]
fn a_cut_recording_is_read_to_its_end_and_told() {
    let clips = Clips::new();
    for (name, arguments) in [
        ("a.mp4", "-c:v libx264 -qp 20 -g 15 -movflags +faststart -pix_fmt yuv420p"),
        ("a.mkv", "-c:v libx264 -qp 20 -g 15 -pix_fmt yuv420p"),
        ("a.webm", "-c:v libvpx -b:v 1M"),
    ] {
        let path = clips.make(name, "testsrc=s=320x240:r=30", &format!("-t 4 {arguments}"));
        cut(&path, 0.5);
        let mut video = clips.open(&path);
        let count = frames(&mut video).len();
        assert!((20..100).contains(&count), "{name}: {count} frames");
        assert_eq!(codes(&video), ["truncated"], "{name}");
        let text = &video.problems()[0].text;
        assert!(text.contains("of 4.0 s"), "{name}: {text}");
    }
}

#[test]
fn sound_that_outlasts_the_frames_is_no_cut() {
    let clips = Clips::new();
    let inputs = ["-f", "lavfi", "-i", COUNTING, "-f", "lavfi", "-i", "sine=d=6"];
    let path = clips.run("a.mp4", &inputs, &format!("-vf trim=end_frame=30 -c:a aac {H264}"));
    let mut video = clips.open(&path);
    assert_eq!(frames(&mut video).len(), 30);
    assert!(video.info().stated_duration_s.is_some_and(|length| length > 5.0));
    assert_eq!(video.problems(), []);
}

#[test]
fn a_last_frame_that_stays_long_is_no_cut() {
    let clips = Clips::new();
    let path = clips.make("a.gif", COUNTING, "-frames:v 10 -final_delay 600");
    let mut video = clips.open(&path);
    assert_eq!(frames(&mut video).len(), 10);
    assert!(video.info().stated_duration_s.is_some_and(|length| length > 6.0), "{:?}", video.info());
    assert_eq!(video.problems(), []);
}

#[test]
fn an_animation_is_read_up_to_a_limit_and_told() {
    let clips = Clips::new();
    for (name, most) in [("a.gif", 3000), ("a.apng", 3000), ("whole.gif", 2999)] {
        let path = clips.make(name, "nullsrc=s=2x2:r=50", &format!("-frames:v {}", most + 1));
        let mut video = clips.open(&path);
        for _ in 0..most {
            assert!(video.next_frame().unwrap().is_some(), "{name}");
        }
        if name == "whole.gif" {
            assert!(video.next_frame().unwrap().is_some() && video.next_frame().unwrap().is_none());
        } else {
            let told = video.next_frame().unwrap_err().to_string();
            assert!(told.contains("up to its picture 3000") && told.ends_with(name), "{told}");
        }
    }
}

#[test]
fn damage_is_told() {
    let clips = Clips::new();
    let path = clips.make(
        "a.mp4",
        "testsrc=s=320x240:r=30",
        "-t 3 -c:v libx264 -qp 25 -g 15 -movflags +faststart -pix_fmt yuv420p",
    );
    let mut bytes = fs::read(&path).unwrap();
    let data = bytes.windows(4).position(|window| window == b"mdat").unwrap();
    for at in (data + 3000..bytes.len()).step_by(301) {
        bytes[at] ^= 0x5a;
    }
    fs::write(&path, bytes).unwrap();
    let mut video = clips.open(&path);
    assert!(frames(&mut video).len() > 40);
    assert_eq!(codes(&video), ["damaged"]);
}

#[test]
fn a_change_of_size_keeps_the_first_size_and_the_shape() {
    let clips = Clips::new();
    let wide = clips.make("a.ts", "color=red:s=64x48:r=30", &format!("-frames:v 6 {H264}"));
    let upright = clips.make(
        "b.ts",
        "color=red:s=24x48:r=30,drawbox=0:0:24:24:blue:fill",
        &format!("-frames:v 6 -output_ts_offset 0.2 {H264}"),
    );
    let path = clips.path("both.ts");
    fs::write(&path, [fs::read(wide).unwrap(), fs::read(upright).unwrap()].concat()).unwrap();
    let mut video = clips.open(&path);
    let frames = frames(&mut video);
    assert_eq!(frames.len(), 12);
    assert!(frames.iter().all(|frame| frame.image.dimensions() == (64, 48)));
    assert!(is_red(&frames[5], 2, 8));
    // The second clip is half blue and narrower: black on both sides, its halves where they were.
    for frame in &frames[6..] {
        assert!(is_red(frame, 32, 40) && !is_red(frame, 32, 8) && !is_red(frame, 2, 40), "frame {}", frame.index);
    }
    assert!(codes(&video).contains(&"size_changed".to_owned()));
}

#[test]
fn what_is_no_video_is_refused_with_the_reason() {
    let clips = Clips::new();
    let sound = clips.make("sound.m4a", "sine=d=1", "-c:a aac");
    assert!(matches!(clips.refusal(&sound), SourceError::NoVideoTrack(_)));
    let inputs = ["-f", "lavfi", "-i", "sine=d=1", "-f", "lavfi", "-i", "color=red:s=64x64:r=1:d=1"];
    let cover = clips.run("cover.mp3", &inputs, "-map 0 -map 1 -c:a libmp3lame -c:v mjpeg -disposition:v attached_pic");
    assert!(matches!(clips.refusal(&cover), SourceError::NoVideoTrack(_)));

    let index_at_end = clips.make("index.mp4", COUNTING, &format!("-frames:v 30 {H264}"));
    cut(&index_at_end, 0.4);
    assert!(matches!(clips.refusal(&index_at_end), SourceError::NoIndex(_)));

    let with = |name: &str, content: &str| {
        fs::write(clips.path(name), content).unwrap();
        clips.path(name)
    };
    assert!(matches!(clips.refusal(&with("empty.mp4", "")), SourceError::Empty(_)));
    assert!(matches!(clips.refusal(&with("text.mp4", "hello there\n")), SourceError::NotMedia { .. }));
    assert!(matches!(clips.refusal(&clips.path("missing.mp4")), SourceError::NotFound(_)));
    assert!(matches!(clips.refusal(clips.folder.path()), SourceError::Unreadable { .. }));

    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = server.local_addr().unwrap();
    let (sender, visits) = sync_channel(1);
    // Ends with the test program: it waits for a visit that must not come.
    let server = move || server.accept().map(|_| sender.send(()));
    thread::Builder::new().name("server".to_owned()).spawn(server).unwrap();
    let list = format!("#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://{address}/a.ts\n#EXT-X-ENDLIST\n");
    for name in ["list.m3u8", "list.mp4"] {
        let error = clips.refusal(&with(name, &list));
        assert!(matches!(error, SourceError::NotMedia { .. }), "{error}");
        assert!(visits.try_recv().is_err(), "{name} reached the network");
    }

    let codec = clips.make("codec.avi", COUNTING, "-frames:v 5 -c:v mpeg4 -vtag XVID");
    let mut bytes = fs::read(&codec).unwrap();
    while let Some(tag) = bytes.windows(4).position(|window| window == b"XVID") {
        bytes[tag..tag + 4].copy_from_slice(b"ZZZZ");
    }
    fs::write(&codec, bytes).unwrap();
    let error = clips.refusal(&codec).to_string();
    assert!(error.contains("codec") && error.ends_with("codec.avi"), "{error}");
}

/// Both pipes are full all the time: the listener must not wait for the reader, nor FFmpeg for the listener.
#[test]
fn a_slow_reader_and_many_complaints_do_not_lock_up() {
    let clips = Clips::new();
    let path = clips.make(
        "a.mp4",
        "testsrc2=s=640x480:r=30",
        "-t 3 -c:v libx264 -preset ultrafast -qp 30 -movflags +faststart -pix_fmt yuv420p",
    );
    let mut bytes = fs::read(&path).unwrap();
    let data = bytes.windows(4).position(|window| window == b"mdat").unwrap();
    for at in (data + 20_000..bytes.len()).step_by(97) {
        bytes[at] ^= 0x5a;
    }
    fs::write(&path, bytes).unwrap();
    let mut video = clips.open(&path);
    thread::sleep(std::time::Duration::from_millis(700));
    assert!(frames(&mut video).len() > 10);
    assert!(codes(&video).iter().any(|code| code == "damaged" || code == "truncated"));
}
