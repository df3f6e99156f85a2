//! `VideoFile` against the real FFmpeg: times, turns, shapes and formats.

use super::VideoFile;
use super::test_clips::{CORNER, COUNTING, Clips, H264, codes, due, frames, is_red, number, turn};
use crate::source::{FrameSource, Sampling, SourceKind, open};
use std::fs;

#[test]
fn constant_rate_is_exact() {
    let clips = Clips::new();
    let path = clips.make("a.mp4", COUNTING, &format!("-frames:v 45 {H264}"));
    let mut video = clips.open(&path);
    let info = video.info().clone();
    assert_eq!(
        (info.kind, info.width, info.height, info.rotation_deg, info.stated_duration_s),
        (SourceKind::Video, 64, 48, 0, Some(1.5))
    );
    assert_eq!(info.path, path);
    let seen: Vec<_> = frames(&mut video).iter().map(|frame| (number(frame), frame.time.0)).collect();
    assert_eq!(seen, (0..45).map(|n| (n, due(n))).collect::<Vec<_>>());
    assert_eq!(codes(&video), [""; 0]);
}

#[test]
fn asked_for_graphics_a_computer_without_them_decodes_the_same_and_refuses_the_same() {
    let clips = Clips::new();
    let on_graphics = clips.ffmpeg.clone().on_graphics();
    let clip = clips.make("clip.mp4", COUNTING, &format!("-frames:v 20 {H264}"));
    let mut asked = VideoFile::open(&on_graphics, &clip, Sampling::EveryFrame).unwrap();
    let seen = |video: &mut VideoFile| frames(video).iter().map(|f| (f.time, f.image.clone())).collect::<Vec<_>>();
    assert!(seen(&mut asked) == seen(&mut clips.open(&clip)));
    assert!(codes(&asked).is_empty(), "{:?}", codes(&asked));
    let text = clips.path("text.mp4");
    std::fs::write(&text, "no film").unwrap();
    let refused = VideoFile::open(&on_graphics, &text, Sampling::EveryFrame).err().unwrap();
    assert_eq!(refused.to_string(), clips.refusal(&text).to_string());
}

#[test]
fn variable_rate_is_exact() {
    let clips = Clips::new();
    let input = format!("{COUNTING},select='not(between(n,10,24))*not(eq(mod(n,3),1))'");
    let path =
        clips.make("a.mp4", &input, &format!("-frames:v 20 -fps_mode passthrough -enc_time_base 1/15360 {H264}"));
    let mut video = clips.open(&path);
    let kept: Vec<_> = (0..).filter(|n| !(10..=24).contains(n) && n % 3 != 1).take(20).map(|n| (n, due(n))).collect();
    let seen: Vec<_> = frames(&mut video).iter().map(|frame| (number(frame), frame.time.0)).collect();
    assert_eq!(seen, kept);
    assert_eq!(codes(&video), [""; 0]);
}

#[test]
fn a_phone_held_upright_comes_out_upright() {
    let clips = Clips::new();
    let path = clips.make("a.mov", CORNER, &format!("-frames:v 2 {H264}"));
    // Matrix, clockwise turn, size, and where the red corner from the top left ends up.
    let turns = [
        ([0, 1, -1, 0], 90, (48, 64), (43, 3)),
        ([0, -1, 1, 0], 270, (48, 64), (3, 59)),
        ([-1, 0, 0, -1], 180, (64, 48), (59, 43)),
        ([1, 0, 0, 1], 0, (64, 48), (3, 3)),
    ];
    for (matrix, turned, size, (x, y)) in turns {
        turn(&path, matrix);
        let mut video = clips.open(&path);
        let info = video.info();
        assert_eq!((info.rotation_deg, (info.width, info.height)), (turned, size), "{matrix:?}");
        let frame = video.next_frame().unwrap().unwrap();
        assert!(is_red(&frame, x, y), "{matrix:?}");
        let red = frame.image.enumerate_pixels().filter(|&(x, y, _)| is_red(&frame, x, y)).count();
        assert!((100..260).contains(&red), "{matrix:?}: {red} red pixels");
    }
}

#[test]
fn pixels_become_square_also_when_turned() {
    let clips = Clips::new();
    let path = clips.make(
        "a.mp4",
        "color=black:s=90x72:r=30,drawbox=0:0:18:12:red:fill,setsar=16/15",
        &format!("-frames:v 2 {H264}"),
    );
    let video = clips.open(&path);
    assert_eq!((video.info().width, video.info().height), (96, 72));
    drop(video);
    turn(&path, [0, 1, -1, 0]);
    let mut video = clips.open(&path);
    // The long side lies down now: 72 wide, and 90 · 16/15 high, in this or the other axis the shape is the same.
    let (width, height) = (video.info().width, video.info().height);
    assert!((f64::from(height) / f64::from(width) - 96.0 / 72.0).abs() < 0.02, "{width}x{height}");
    assert!(is_red(&video.next_frame().unwrap().unwrap(), width - 3, 3));
}

#[test]
fn large_frames_are_scaled_down() {
    let clips = Clips::new();
    for (size, expect) in [("3840x2160", (1920, 1080)), ("400x2400", (320, 1920)), ("1920x64", (1920, 64))] {
        let path = clips.make("a.mp4", &format!("color=red:s={size}:r=30"), &format!("-frames:v 1 {H264}"));
        let video = clips.open(&path);
        assert_eq!((video.info().width, video.info().height), expect);
    }
}

#[test]
fn unusual_formats_decode() {
    let clips = Clips::new();
    let grey =
        |size: &str| format!("color=0x808080:s=64x64:r=30,format=rgb24,scale={},setsar=1", size.replace('x', ":"));
    let formats = [
        ("odd.mkv", "63x47", "-c:v ffv1 -pix_fmt yuv420p"),
        ("tiny.mp4", "8x8", "-c:v libx264 -qp 0 -pix_fmt yuv420p"),
        ("deep.mp4", "64x48", "-c:v libx264 -qp 4 -pix_fmt yuv420p10le"),
        ("full.mp4", "65x49", "-c:v libx264 -qp 0 -pix_fmt yuv444p"),
        (
            "hevc.mov",
            "64x48",
            "-c:v libx265 -preset ultrafast -x265-params log-level=none -tag:v hvc1 -pix_fmt yuv420p",
        ),
        ("vp8.webm", "64x48", "-c:v libvpx -crf 10"),
        ("moving.gif", "64x48", "-pix_fmt gray"),
        ("old.avi", "64x48", "-c:v mpeg4 -q:v 2"),
        ("camera.avi", "64x48", "-c:v mjpeg -q:v 2"),
        ("stream.ts", "64x48", "-c:v libx264 -qp 0 -pix_fmt yuv420p"),
        ("raw.h264", "64x48", "-c:v libx264 -qp 0 -pix_fmt yuv420p"),
        ("raw.hevc", "64x48", "-c:v libx265 -preset ultrafast -x265-params log-level=none -pix_fmt yuv420p"),
    ];
    for (name, size, arguments) in formats {
        let path = clips.make(name, &grey(size), &format!("-frames:v 10 {arguments}"));
        let mut video = clips.open(&path);
        assert_eq!(format!("{}x{}", video.info().width, video.info().height), size, "{name}");
        let frames = frames(&mut video);
        assert_eq!(frames.len(), 10, "{name}");
        let end = frames[9].time.secs();
        assert!((0.25..0.5).contains(&end), "{name}: the last picture at {end} s");
        let middle = frames[9].image.get_pixel(4, 4).0;
        assert!(middle.iter().all(|level| level.abs_diff(128) < 6), "{name}: {middle:?}");
        assert_eq!(video.problems(), [], "{name}");
    }
}

#[test]
fn one_frame_is_a_recording_too() {
    let clips = Clips::new();
    let mut video = clips.open(&clips.make("a.mp4", COUNTING, &format!("-frames:v 1 {H264}")));
    let frames = frames(&mut video);
    assert_eq!((frames.len(), frames[0].time.0), (1, 0));
    assert_eq!(video.problems(), []);
}

#[test]
fn odd_names_are_only_names() {
    let clips = Clips::new();
    let plain = clips.make("a.mp4", COUNTING, &format!("-frames:v 2 {H264}"));
    let animated = clips.make("a.gif", COUNTING, "-frames:v 2");
    #[cfg_attr(not(target_os = "linux"), allow(unused_mut))]
    let mut names: Vec<std::ffi::OsString> = [
        "two words.mp4",
        "Übung ä.mp4",
        "100%.mp4",
        "a%03d.mp4",
        "-i.mp4",
        "http:x.mp4",
        "a[1]*?.mp4",
        "it's \"so\".mp4",
        "b%d.gif",
        "pipe:0",
    ]
    .map(Into::into)
    .to_vec();
    #[cfg(target_os = "linux")]
    names.push(std::os::unix::ffi::OsStringExt::from_vec(b"latin-\xfc.mp4".to_vec()));
    for name in names {
        let path = clips.folder.path().join(&name);
        let is_gif = path.extension().is_some_and(|extension| extension == "gif");
        fs::copy(if is_gif { &animated } else { &plain }, &path).unwrap();
        assert_eq!(frames(&mut clips.open(&path)).len(), 2, "{name:?}");
        // Without its folder, such a name is all that FFmpeg sees.
        let mut command = clips.ffmpeg.input(name.as_ref(), &[]);
        let output = command.current_dir(clips.folder.path()).output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(text.contains("Input #0"), "{name:?}: {text}");
    }
}

#[test]
fn a_video_that_is_dropped_early_ends_its_ffmpeg() {
    let clips = Clips::new();
    let path = clips.make("a.mp4", "testsrc=s=1280x720:r=30", "-t 5 -c:v libx264 -preset ultrafast -pix_fmt yuv420p");
    let started = std::time::Instant::now();
    let mut video = clips.open(&path);
    assert!(video.next_frame().unwrap().is_some());
    drop(video);
    assert!(started.elapsed().as_secs() < 20);
}

#[test]
fn an_image_that_calls_itself_a_video_is_one_frame() {
    let clips = Clips::new();
    let path = clips.path("photo.mp4");
    image::RgbImage::from_pixel(31, 17, image::Rgb([128; 3])).save_with_format(&path, image::ImageFormat::Png).unwrap();
    let ffmpeg = clips.ffmpeg.clone();
    let mut source = open(&path, Sampling::EveryFrame, move || Ok(ffmpeg.clone())).unwrap();
    assert_eq!((source.info().width, source.info().height), (31, 17));
    assert!(source.next_frame().unwrap().is_some());
    assert!(source.next_frame().unwrap().is_none());
}

/// The times, milliseconds, of what is left of a recording at `rate` that says at what rate it was filmed.
fn times_as_needed(clips: &Clips, rate: u32, frames_made: u32, filmed_at: Option<&str>) -> (Vec<u64>, VideoFile) {
    let tag = filmed_at.map_or(String::new(), |filmed_at| {
        format!("-movflags use_metadata_tags -metadata com.android.capture.fps={filmed_at}")
    });
    let input = format!("color=gray:s=64x48:r={rate}");
    let path = clips.make("fast.mp4", &input, &format!("-frames:v {frames_made} {tag} {H264}"));
    let mut video = VideoFile::open(&clips.ffmpeg, &path, Sampling::AsNeeded).unwrap();
    (frames(&mut video).iter().map(|frame| (frame.time.0 + 500_000) / 1_000_000).collect(), video)
}

#[test]
fn of_a_quick_camera_thirty_frames_a_second_are_left() {
    let clips = Clips::new();
    let (times, video) = times_as_needed(&clips, 60, 60, None);
    assert_eq!(times[..4], [0, 33, 67, 100]);
    assert_eq!((times.len(), codes(&video)), (30, Vec::new()));
    let (times, _) = times_as_needed(&clips, 240, 240, None);
    assert!(
        (30..=31).contains(&times.len()) && times.windows(2).skip(1).all(|t| (33..=34).contains(&(t[1] - t[0]))),
        "{times:?}"
    );
    assert_eq!(times_as_needed(&clips, 30, 30, None).0.len(), 30);
    let every = frames(&mut clips.open(&clips.path("fast.mp4")));
    assert_eq!(every.len(), 30);
}

#[test]
fn slow_motion_has_the_times_of_the_filming() {
    let clips = Clips::new();
    let (times, video) = times_as_needed(&clips, 30, 240, Some("240"));
    assert!((30..=31).contains(&times.len()) && *times.last().unwrap() < 1000, "{times:?}");
    assert_eq!(video.info().stated_duration_s, Some(1.0));
    assert_eq!(codes(&video), ["other_speed"]);
    assert!(video.problems()[0].text.contains("8 times slower"), "{}", video.problems()[0].text);
    let (times, video) = times_as_needed(&clips, 30, 10, Some("5"));
    assert_eq!(times[..3], [0, 200, 400]);
    assert!(video.problems()[0].text.contains("6 times faster"));
}
