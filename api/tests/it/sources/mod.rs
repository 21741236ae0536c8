//! Outside services and what they do to us; played by doubles, so nothing leaves this machine.

mod faults;
mod together;
