//! Single images, and folders of them.

use crate::bench::*;
use std::path::Path;

#[test]
fn one_image_gives_both_legs() {
    let bench = Bench::new();
    for name in ["raise.png", "raise.jpg"] {
        let path = bench.re_encoded(name, V01, "-ss 6.7 -frames:v 1");
        // the default model, as a user runs it
        let output = run([Path::new("measure"), Path::new("--json"), &path]);
        assert_eq!((output.code, output.stderr.as_str()), (Some(0), ""));
        let document = output.json();
        assert_eq!(document["model"]["name"], "heavy");
        let pose = &document["pose"];
        assert_eq!(pose["raised_side"], "right");
        let (right, left) = (pose["right"]["leg_deg"].as_f64().unwrap(), pose["left"]["leg_deg"].as_f64().unwrap());
        assert!((right - 78.0).abs() < 5.0 && left.abs() < 8.0, "{pose}");
        assert_eq!(problems(&document), [""; 0]);
    }
}

#[test]
fn an_image_of_rest_says_that_neither_leg_is_up() {
    let bench = Bench::new();
    let path = bench.re_encoded("rest.png", V01, "-ss 1 -frames:v 1");
    measured(&path).tells(0, &["Neither leg is raised", "knee straight"]);
}

#[test]
fn a_leg_on_a_pale_rug_is_not_taken_for_raised() {
    let image = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/data/leg_on_pale_rug.jpg");
    for model in ["heavy", "full"] {
        let output = output(program().args(["measure", "--json", "--model", model]).arg(&image));
        assert_eq!(output.json()["pose"]["both_raised"], false, "{model}: {}", output.stderr);
    }
}

#[test]
fn an_image_of_a_wall_holds_nobody() {
    let bench = Bench::new();
    let path = bench.synthetic("wall.png", "color=0xb0a890:s=640x360", "-frames:v 1");
    measured(&path).tells(1, &["nobody was seen"]);
}

#[test]
fn an_image_of_somebody_standing_gives_no_angles_to_read() {
    let bench = Bench::new();
    let path = bench.re_encoded("standing.jpg", V01, "-vf transpose=2 -frames:v 1");
    let output = measured(&path);
    output.tells(1, &["not lying flat"]);
    assert!(!output.stdout.contains("over the floor"), "{}", output.stdout);
}

#[test]
fn an_image_leaves_a_trace_a_table_and_a_video() {
    let bench = Bench::new();
    let image = bench.re_encoded("raise.png", V01, "-ss 6.7 -frames:v 1");
    let [trace, table, video] = ["t.jsonl", "t.csv", "t.mp4"].map(|name| bench.path(name));
    let mut command = measure();
    command.arg("--json").args(option("--trace", &trace)).args(option("--frames", &table));
    let output = output(command.args(option("--annotate", &video)).arg(&image));
    assert_eq!((output.code, output.stderr.as_str()), (Some(0), ""));
    replays_to(&trace, &output.stdout);
    assert_eq!(std::fs::read_to_string(&table).unwrap().lines().count(), 2);
    assert!(Clip::read(&video).duration_s > 1.0, "long enough to be looked at");
}

#[test]
fn a_folder_of_images_is_a_recording_when_it_has_a_rate() {
    let bench = Bench::new();
    let folder = bench.folder("pictures");
    bench.re_encoded("pictures/f%d.jpg", V01, "-vf fps=10,scale=480:-2 -q:v 3");
    std::fs::remove_file(folder.join("f50.jpg")).unwrap();
    bench.write("pictures/f60.jpg", "no picture");
    let video = bench.path("t.mp4");
    let mut command = measure();
    command.args(["--json", "--fps", "10"]).args(option("--annotate", &video)).arg(&folder);
    let output = output(&mut command);
    let document = output.json();
    assert_eq!((output.code, &document["source"]["kind"]), (Some(0), &"sequence".into()));
    assert_eq!(problems(&document), ["unreadable_picture"]);
    let (side, angle_deg) = only_trial(&document);
    assert!(side == "right" && (angle_deg - 78.0).abs() < 4.0, "{side} {angle_deg}");
    let clip = Clip::read(&video);
    assert!((clip.duration_s - 11.9).abs() < 0.1, "{}", clip.duration_s);
}

#[test]
fn a_folder_of_images_without_a_rate_is_one_result_each() {
    let bench = Bench::new();
    let folder = bench.folder("pictures");
    bench.re_encoded("pictures/raise.png", V01, "-ss 6.7 -frames:v 1");
    bench.re_encoded("pictures/rest.jpg", V01, "-ss 1 -frames:v 1");
    let output = output(measure().arg("--json").arg(&folder));
    assert_eq!((output.code, output.stdout.lines().count()), (Some(0), 2), "{output:?}");
}

/// The angles of the right and the left leg in an image in which the right one is raised.
#[track_caller]
fn legs_deg(image: &Path) -> [f64; 2] {
    let output = output(measure().arg("--json").arg(image));
    assert_eq!((output.code, output.stderr.as_str()), (Some(0), ""), "{}", image.display());
    let document = output.json();
    assert_eq!((&document["source"]["kind"], problems(&document)), (&"image".into(), Vec::new()), "{document}");
    assert_eq!(document["pose"]["raised_side"], "right", "{}: {document}", image.display());
    ["right", "left"].map(|side| document["pose"][side]["leg_deg"].as_f64().unwrap())
}

/// Whether an image is measured like the one it was made from.
#[track_caller]
fn measures_like(source: [f64; 2], image: &Path) {
    let found = legs_deg(image);
    let off = source.iter().zip(found).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(off < 1.5, "{}: {found:?} for {source:?}", image.display());
}

const ONE_IMAGE: &str = "-ss 6.7 -frames:v 1";

#[test]
fn every_usual_kind_of_still_image_is_measured_alike() {
    let bench = Bench::new();
    let source = legs_deg(&bench.re_encoded("raise.png", V01, ONE_IMAGE));
    for (name, arguments) in [
        ("raise.avif", "-c:v libaom-av1 -still-picture 1 -cpu-used 8 -crf 20"),
        ("raise.tif", "-pix_fmt rgb24"),
        ("deflated.tiff", "-pix_fmt rgb48le -compression_algo deflate"),
        ("raise.webp", "-c:v libwebp -quality 90"),
        ("raise.bmp", ""),
        ("raise.jp2", "-q:v 3"),
        ("raise.jxl", "-c:v libjxl"),
        ("raise.gif", ""),
        ("deep.png", "-pix_fmt rgb48be"),
        ("palette.png", "-pix_fmt pal8"),
        ("clear.png", "-pix_fmt rgba"),
    ] {
        let image = bench.re_encoded(name, V01, &format!("{ONE_IMAGE} {arguments}"));
        measures_like(source, &image);
    }
    // without colours it is read a little differently
    let grey = legs_deg(&bench.re_encoded("grey.jpg", V01, &format!("{ONE_IMAGE} -pix_fmt gray -q:v 2")));
    measures_like(grey, &bench.re_encoded("grey.png", V01, &format!("{ONE_IMAGE} -pix_fmt ya8")));
}

#[test]
fn an_image_of_a_phone_is_put_together_from_its_tiles_and_turned() {
    // six tiles, turned by 90°, with a preview; made of the image of sample v01 at 8 s
    let bench = Bench::new();
    let image = bench.write("IMG_0001.HEIC", include_bytes!("data/grid.heic"));
    measures_like(legs_deg(&bench.re_encoded("raise.png", V01, "-ss 8 -frames:v 1")), &image);
    let document = output(measure().arg("--json").arg(&image)).json();
    let source = &document["source"];
    assert_eq!((&source["width"], &source["height"], &source["rotation_deg"]), (&640.into(), &360.into(), &90.into()));
}

#[test]
fn an_image_is_read_by_what_it_is_whatever_its_name() {
    let bench = Bench::new();
    let jpeg = bench.re_encoded("raise.jpg", V01, &format!("{ONE_IMAGE} -q:v 2"));
    let source = legs_deg(&jpeg);
    let bytes = std::fs::read(&jpeg).unwrap();
    for name in ["a.jfif", "a.JPE", "a.png", "a.mp4", "a.heic", "a", "a.dat"] {
        measures_like(source, &bench.write(name, &bytes));
    }
    let video = bench.write("a.jpg", std::fs::read(little()).unwrap());
    let document = output(measure().arg("--json").arg(&video)).json();
    assert_eq!((&document["source"]["kind"], only_trial(&document).0.as_str()), (&"video".into(), "right"));
}

#[test]
fn an_image_that_is_cut_short_is_told_so() {
    let bench = Bench::new();
    for (name, arguments) in [
        ("raise.jpg", "-q:v 2"),
        ("raise.png", ""),
        ("raise.bmp", ""),
        ("raise.webp", "-c:v libwebp"),
        ("raise.tif", ""),
        ("raise.avif", "-c:v libaom-av1 -still-picture 1 -cpu-used 8"),
    ] {
        let whole = bench.re_encoded(name, V01, &format!("{ONE_IMAGE} {arguments}"));
        for percent in [70, 97] {
            let path = bench.write(&format!("cut_{percent}_{name}"), cut(&whole, percent));
            measured(&path).refuses(&["copy it again"], &path);
        }
    }
    let path = bench.write("cut.heic", &include_bytes!("data/grid.heic")[..10_000]);
    measured(&path).refuses(&["copy it again"], &path);
}

#[test]
fn a_jpeg_ends_where_its_image_does() {
    let bench = Bench::new();
    let jpeg = bench.re_encoded("raise.jpg", V01, &format!("{ONE_IMAGE} -q:v 2"));
    let bytes = std::fs::read(&jpeg).unwrap();
    // a phone's video behind its image; what a broken copy fills up with
    let with_video = [bytes.as_slice(), &std::fs::read(little()).unwrap()].concat();
    measures_like(legs_deg(&jpeg), &bench.write("motion.jpg", with_video));
    let filled_up = [&bytes[..bytes.len() * 2 / 3], &[0; 20_000]].concat();
    let path = bench.write("filled_up.jpg", filled_up);
    measured(&path).refuses(&["it ends too early", "copy it again"], &path);
}

#[test]
fn an_image_or_recording_that_stands_on_its_head_is_told_so() {
    let bench = Bench::new();
    for (name, arguments) in [
        ("raise.png", "-ss 6.7 -frames:v 1 -vf hflip,vflip"),
        ("raise.mp4", "-vf fps=10,scale=480:-2,hflip,vflip -preset ultrafast -crf 18"),
    ] {
        let path = bench.re_encoded(name, V01, arguments);
        let output = output(measure().arg("--json").arg(&path));
        let document = output.json();
        assert_eq!((output.code, problems(&document)), (Some(1), vec!["upside_down"]), "{document}");
        assert_eq!((&document["pose"], &document["trials"]), (&serde_json::Value::Null, &serde_json::json!([])));
    }
    let path = bench.path("raise.png");
    let output = measured(&path);
    output.tells(1, &["stands on its head; turn it"]);
    assert!(!output.stdout.contains("over the floor"), "{}", output.stdout);
}

#[test]
fn what_is_no_image_is_named_with_what_to_do() {
    let bench = Bench::new();
    let raw = b"II*\0\x08\0\0\0\x01\0\xfe\0\x04\0\x01\0\0\0\x01\0\0\0\0\0\0\0";
    let zip = b"PK\x03\x04\x14\0\0\0\0\0\0\0!\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0aPK\x01\x02\x14\x03\x14\0\0\0\0\0\0\
        \0!\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\x80\x01\0\0\0\0aPK\x05\x06\0\0\0\0\x01\0\x01\
        \0/\0\0\0\x1f\0\0\0\0\0";
    let mut dicom = vec![0; 128];
    dicom.extend(b"DICM\x02\0\0\0UL\x04\0");
    for (name, bytes, words) in [
        ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(), ["a document (PDF)", "file of its own"]),
        ("a.jpg", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(), ["a document (PDF)", "file of its own"]),
        ("a.zip", zip.to_vec(), ["an archive (ZIP)", "take the files out"]),
        ("a.nef", raw.to_vec(), ["a camera's raw picture", "save it as JPEG"]),
        ("a.dcm", dicom, ["a DICOM file", "export it"]),
        ("a.csv", b"file,side,angle_deg\na.mp4,right,78\n".to_vec(), ["a text", "choose another file"]),
        ("a.psd", b"8BPS\0\x01\0\0\0\0\0\0\0\x03".to_vec(), ["a kind of picture that is not read (PSD)", "save it as"]),
    ] {
        let path = bench.write(name, bytes);
        measured(&path).refuses(&words, &path);
    }
}

#[test]
fn a_folder_tells_what_it_leaves_out_and_the_numbers_add_up() {
    let bench = Bench::new();
    let folder = bench.folder("clinic");
    std::fs::copy(little(), bench.path("clinic/P1.mp4")).unwrap();
    std::fs::copy(little(), bench.path("clinic/P2")).unwrap();
    bench.write("clinic/P3.HEIC", include_bytes!("data/grid.heic"));
    bench.write("clinic/P4.mp4", "hello");
    bench.write("clinic/P5.lrv", "a camera's preview");
    bench.write("clinic/notes.txt", "hello");
    for name in ["._P1.mp4", ".DS_Store", "Thumbs.db", "desktop.ini"] {
        bench.write(&format!("clinic/{name}"), "\0\x05\x16\x07");
    }
    bench.folder("clinic/old");
    #[cfg(unix)]
    std::os::unix::fs::symlink("gone.mp4", bench.path("clinic/P6.mp4")).unwrap();
    let output = output(measure().arg(&folder));
    assert_eq!(output.code, Some(0), "{output:?}");
    let left_out = if cfg!(unix) { 4 } else { 3 };
    let numbers = format!("measured: 3; not measured: 1; left out: {left_out}");
    assert!(output.stderr.contains(&numbers), "{}", output.stderr);
    let mut told = vec!["P5.lrv: it goes with", "notes.txt: a text", "old: a folder"];
    if cfg!(unix) {
        told.push("P6.mp4: a link that leads nowhere");
    }
    for words in told {
        assert!(output.stderr.contains(words), "{words:?} is not in: {}", output.stderr);
    }
    assert!(!output.stderr.contains("Thumbs.db") && !output.stderr.contains("._P1"), "{}", output.stderr);
}

#[test]
fn a_sequence_says_that_videos_beside_its_images_are_left_out() {
    let bench = Bench::new();
    let folder = bench.folder("pictures");
    bench.re_encoded("pictures/f%d.jpg", V01, "-vf fps=5,scale=480:-2 -q:v 3 -frames:v 12");
    std::fs::copy(little(), bench.path("pictures/a.mp4")).unwrap();
    let output = output(measure().args(["--json", "--fps", "5"]).arg(&folder));
    assert_eq!(output.json()["source"]["frames"], 12);
    assert!(output.stderr.contains("left out: 1") && output.stderr.contains("a.mp4: a video beside"), "{output:?}");
}
