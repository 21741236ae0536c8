//! Pictures that were chosen before logging in, kept in memory until there is an account.

use leptos::prelude::*;

use crate::api::upload::Given;

/// Context: pictures that wait.
#[derive(Clone, Copy)]
pub struct Draft {
    pictures: StoredValue<Vec<Given>, LocalStorage>,
}

impl Draft {
    /// Makes it and provides it as a context.
    pub fn provide() {
        provide_context(Self { pictures: StoredValue::new_local(Vec::new()) });
    }

    /// Keeps pictures in place of those before.
    pub fn keep(self, pictures: Vec<Given>) {
        self.pictures.set_value(pictures);
    }

    /// Hands the pictures over; afterwards there are none.
    pub fn take(self) -> Vec<Given> {
        self.pictures.try_update_value(std::mem::take).unwrap_or_default()
    }
}
