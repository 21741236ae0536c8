//! Queries: what cannot be read is a field that needs another look.

use std::{
    future::{Ready, ready},
    ops::Deref,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

/// A query of a known shape; parameters that it does not know are overlooked.
#[derive(Clone, Debug)]
pub struct Query<T>(pub T);

impl<T> Deref for Query<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request.query_string()).map(Self))
    }
}

fn read<T: DeserializeOwned>(query: &str) -> Result<T> {
    let pairs = form_urlencoded::parse(query.as_bytes());
    serde_path_to_error::deserialize(serde_urlencoded::Deserializer::new(pairs)).map_err(|error| {
        let (place, cause) = (error.path().to_string(), error.inner().to_string());
        // What is said of the whole names its parameter in the sentence: "missing field `q`", "duplicate field `q`".
        let named = if place == "." { cause.split('`').nth(1).unwrap_or("query") } else { &place };
        let code = if cause.starts_with("missing field") { "required" } else { "invalid" };
        Error::field(named, code, format!("{named} cannot be read: {cause}."))
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "snake_case")]
    enum Sort {
        New,
        Old,
    }

    #[derive(Debug, Deserialize)]
    struct Asked {
        q: String,
        sort: Option<Sort>,
        loud: Option<bool>,
    }

    fn refused(query: &str) -> (String, String) {
        match read::<Asked>(query) {
            Err(Error::Validation(errors)) => (errors[0].field.clone(), errors[0].code.clone()),
            other => panic!("{query}: {other:?}"),
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let read = read::<Asked>("q=a%20b&sort=old&other=1").unwrap();
        assert_eq!((read.q.as_str(), read.sort, read.loud), ("a b", Some(Sort::Old), None));
        let field = |name: &str, code: &str| (name.to_owned(), code.to_owned());
        assert_eq!(refused("q=a&sort=loud"), field("sort", "invalid"));
        assert_eq!(refused("q=a&loud=yes"), field("loud", "invalid"));
        assert_eq!(refused("q=a&q=b"), field("q", "invalid"));
        assert_eq!(refused("sort=new"), field("q", "required"));
    }
}
