//! Why a camera gives no frame, and what to do about it, in phrases.

messages! {
    fault_no_camera();
    fault_no_camera_todo = "fault_no_camera.todo"();
    fault_not_there(name: &str);
    fault_not_there_todo = "fault_not_there.todo"();
    fault_busy();
    fault_busy_todo = "fault_busy.todo"();
    fault_refused();
    fault_refused_linux = "fault_refused.linux"();
    fault_refused_macos = "fault_refused.macos"();
    fault_refused_windows = "fault_refused.windows"();
    fault_unplugged();
    fault_unplugged_todo = "fault_unplugged.todo"();
    fault_frozen();
    fault_frozen_todo = "fault_frozen.todo"();
    fault_damaged();
    fault_damaged_todo = "fault_damaged.todo"();
    fault_no_format();
    fault_no_format_todo = "fault_no_format.todo"();
    fault_other(reason: &str);
    fault_other_todo = "fault_other.todo"();
}
