//! Pictures that were chosen before logging in, kept in memory until there is an account.

use leptos::prelude::*;
use web_sys::File;

/// Context: pictures that wait.
#[derive(Clone, Copy)]
pub struct Draft {
    files: StoredValue<Vec<File>, LocalStorage>,
}

impl Draft {
    /// Makes it and provides it as a context.
    pub fn provide() {
        provide_context(Self { files: StoredValue::new_local(Vec::new()) });
    }

    /// Keeps pictures in place of those before.
    pub fn keep(self, files: Vec<File>) {
        self.files.set_value(files);
    }

    /// Hands the pictures over; afterwards there are none.
    pub fn take(self) -> Vec<File> {
        self.files.try_update_value(std::mem::take).unwrap_or_default()
    }
}
