//! What is wrong with a form: beside its fields, or above them.

use imagime_shared::error::FieldError;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::api::ApiError;

/// The errors of one form.
#[derive(Clone, Copy)]
pub struct FormErrors {
    fields: RwSignal<Vec<FieldError>>,
    /// What is wrong beyond single fields.
    pub general: RwSignal<Option<String>>,
}

impl FormErrors {
    /// None so far.
    pub fn new() -> Self {
        Self { fields: RwSignal::new(Vec::new()), general: RwSignal::new(None) }
    }

    /// What is wrong with a field, until somebody types in it.
    pub fn of(self, name: &'static str, value: RwSignal<String>) -> Signal<Option<String>> {
        Effect::new(move |before: Option<()>| {
            value.track();
            if before.is_some() && self.fields.with_untracked(|fields| fields.iter().any(|field| field.field == name)) {
                self.fields.update(|fields| fields.retain(|field| field.field != name));
            }
        });
        self.at(name)
    }

    /// What is wrong with a field.
    pub fn at(self, name: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.fields
                .with(|fields| fields.iter().find(|field| field.field == name).map(|field| field.message.clone()))
        })
    }

    /// Forgets what was wrong with one field.
    pub fn clear_one(self, name: &str) {
        self.fields.update(|fields| fields.retain(|field| field.field != name));
    }

    /// Shows what a check before sending found; true when nothing was found. The focus goes to the first field at fault.
    pub fn accept(self, found: Vec<FieldError>) -> bool {
        self.general.set(None);
        if let Some(first) = found.first() {
            focus(&first.field);
        }
        let fine = found.is_empty();
        self.fields.set(found);
        fine
    }

    /// Shows what the server said: beside the fields that the form has, the rest above.
    pub fn refused(self, error: &ApiError, known: &[&str]) {
        let errors = error.problem.as_ref().map(|problem| problem.errors.clone()).unwrap_or_default();
        let (here, elsewhere): (Vec<_>, Vec<_>) =
            errors.into_iter().partition(|field| known.contains(&field.field.as_str()));
        let general = if here.is_empty() {
            Some(error.sentence())
        } else if elsewhere.is_empty() {
            None
        } else {
            Some(elsewhere.into_iter().map(|field| field.message).collect::<Vec<_>>().join(" "))
        };
        if let Some(first) = here.first() {
            focus(&first.field);
        }
        self.fields.set(here);
        self.general.set(general);
    }
}

/// The errors among some checks.
pub fn errors_of<const N: usize>(checks: [Result<(), FieldError>; N]) -> Vec<FieldError> {
    checks.into_iter().filter_map(Result::err).collect()
}

/// Puts the focus on a field.
pub fn focus(name: &str) {
    let found = document().get_element_by_id(name);
    if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        element.focus().ok();
    }
}
