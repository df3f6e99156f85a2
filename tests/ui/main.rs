//! The window without a screen: what it shows at each stage, by its labels, and what it does when it is told to. Poses
//! come from recorded traces, so the stages are those that the measurement itself comes to.

mod exercises;
mod faults;
mod flow;
mod history;
mod keys;
mod points;
mod record;
mod recordings;
mod screening;
mod screens;
mod test_window;
mod which_leg;
