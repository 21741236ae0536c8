//! A client that was written against the released document works with this one too: nothing that it sends is refused now, nothing that
//! it reads is missing.
//!
//! A release copies `api/openapi.json` to `api/openapi.released.json`, and nothing else changes that file but a change that breaks
//! clients on purpose and says so in the changelog: else there would be nothing to compare with.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Value, json};

const RELEASED: &str = include_str!("../../openapi.released.json");

/// Which way a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Way {
    /// From the client: what was allowed must still be.
    In,
    /// To the client: what was promised must still come.
    Out,
}

/// Two documents and what the newer one breaks.
struct Comparison<'a> {
    old: &'a Value,
    new: &'a Value,
    broken: Vec<String>,
    seen: HashSet<(Way, String, String)>,
}

fn breaks(old: &Value, new: &Value) -> Vec<String> {
    let mut comparison = Comparison { old, new, broken: Vec::new(), seen: HashSet::new() };
    for (name, scheme) in entries(&old["components"]["securitySchemes"]) {
        let now = &new["components"]["securitySchemes"][name];
        if ["type", "scheme", "in", "name"].iter().any(|part| scheme[part] != now[part]) {
            comparison.broken.push(format!("the token {name} is sent otherwise"));
        }
    }
    for (path, item) in entries(&old["paths"]) {
        for (method, operation) in entries(item).filter(|(_, operation)| operation.is_object()) {
            let place = format!("{} {path}", method.to_uppercase());
            match new["paths"][path].get(method) {
                Some(now) => comparison.operation(&place, operation, now),
                None => comparison.broken.push(format!("{place} is gone")),
            }
        }
    }
    comparison.broken
}

impl<'a> Comparison<'a> {
    fn operation(&mut self, place: &str, old: &'a Value, new: &'a Value) {
        if old["operationId"] != new["operationId"] {
            self.broken.push(format!("{place} was called {}, is {}", old["operationId"], new["operationId"]));
        }
        let (before, now) = (ways_in(old), ways_in(new));
        for way in before.difference(&now) {
            self.broken.push(format!("{place} cannot be called with {way:?} any more"));
        }
        for parameter in items(&old["parameters"]) {
            let name = format!("{place} {}", parameter["name"]);
            match same_parameter(new, parameter) {
                Some(now) => self.schema(Way::In, &name, &parameter["schema"], &now["schema"]),
                None => self.broken.push(format!("{name} is gone")),
            }
        }
        for parameter in items(&new["parameters"]).filter(|parameter| parameter["required"] == true) {
            if same_parameter(old, parameter).is_none_or(|before| before["required"] != true) {
                self.broken.push(format!("{place} {} is required now", parameter["name"]));
            }
        }
        if new["requestBody"]["required"] == true && old["requestBody"]["required"] != true {
            self.broken.push(format!("{place} needs a body now"));
        }
        self.contents(Way::In, place, &old["requestBody"], &new["requestBody"]);
        for (status, response) in entries(&old["responses"]) {
            let place = format!("{place} {status}");
            match new["responses"].get(status) {
                Some(now) => self.answer(&place, response, now),
                None if status.starts_with('2') => self.broken.push(format!("{place} is gone")),
                // What cannot go wrong any more breaks nobody.
                None => {}
            }
        }
    }

    fn answer(&mut self, place: &str, old: &'a Value, new: &'a Value) {
        for (name, _) in entries(&old["headers"]) {
            if new["headers"].get(name).is_none() {
                self.broken.push(format!("{place}: the header {name} is gone"));
            }
        }
        self.contents(Way::Out, place, old, new);
    }

    fn contents(&mut self, way: Way, place: &str, old: &'a Value, new: &'a Value) {
        for (kind, content) in entries(&old["content"]) {
            match new["content"].get(kind) {
                Some(now) => self.schema(way, place, &content["schema"], &now["schema"]),
                None => self.broken.push(format!("{place} {kind} is gone")),
            }
        }
    }

    fn schema(&mut self, way: Way, place: &str, old: &'a Value, new: &'a Value) {
        let names = [old, new].map(|schema| schema["$ref"].as_str().unwrap_or_default().to_owned());
        if !names[0].is_empty() && !self.seen.insert((way, names[0].clone(), names[1].clone())) {
            return;
        }
        let (old, new) = (resolved(self.old, old), resolved(self.new, new));
        for list in ["type", "enum"] {
            let (before, now) = (values(&old[list]), values(&new[list]));
            let fits = match way {
                Way::In => now.is_empty() || (!before.is_empty() && before.is_subset(&now)),
                Way::Out => before.is_empty() || (!now.is_empty() && now.is_subset(&before)),
            };
            if !fits {
                self.broken.push(format!("{place}: {list} was {before:?}, is {now:?}"));
            }
        }
        let (before, now) = (values(&old["required"]), values(&new["required"]));
        let (fewer, more) = if way == Way::In { (&now, &before) } else { (&before, &now) };
        for name in fewer.difference(more) {
            let what = if way == Way::In { "required now" } else { "not always there now" };
            self.broken.push(format!("{place}: {name} is {what}"));
        }
        for (name, property) in entries(&old["properties"]) {
            match new["properties"].get(name) {
                Some(now) => self.schema(way, &format!("{place}.{name}"), property, now),
                None => self.broken.push(format!("{place}.{name} is gone")),
            }
        }
        for part in ["items", "additionalProperties"] {
            if let (Some(before), Some(now)) = (old.get(part), new.get(part)) {
                self.schema(way, place, before, now);
            }
        }
        for part in ["oneOf", "anyOf", "allOf"] {
            let (before, now) = (items(&old[part]).count(), items(&new[part]).count());
            if (way == Way::In && now < before) || (way == Way::Out && now > before) {
                self.broken.push(format!("{place}: {before} alternatives became {now}"));
            }
            for (before, now) in items(&old[part]).zip(items(&new[part])) {
                self.schema(way, place, before, now);
            }
        }
        if way == Way::In {
            self.limits(place, old, new);
        }
    }

    fn limits(&mut self, place: &str, old: &Value, new: &Value) {
        for name in ["pattern", "format"] {
            if !new[name].is_null() && new[name] != old[name] {
                self.broken.push(format!("{place}: {name} was {}, is {}", old[name], new[name]));
            }
        }
        if new["additionalProperties"] == false && old["additionalProperties"] != false {
            self.broken.push(format!("{place} takes no further fields any more"));
        }
        for (names, sign) in [(["maxLength", "maximum", "maxItems"], 1.0), (["minLength", "minimum", "minItems"], -1.0)]
        {
            for name in names {
                let limit = |schema: &Value| schema[name].as_f64().map(|limit| limit * sign);
                if limit(new).is_some_and(|now| limit(old).is_none_or(|before| now < before)) {
                    self.broken.push(format!("{place}: {name} was {}, is {}", old[name], new[name]));
                }
            }
        }
    }
}

/// Names of the kinds of token that open an operation, with an empty one when none is needed.
fn ways_in(operation: &Value) -> BTreeSet<&str> {
    let ways = items(&operation["security"]).map(|way| entries(way).next().map_or("", |(scheme, _)| scheme));
    let open = operation["security"].as_array().is_none_or(Vec::is_empty).then_some("");
    ways.chain(open).collect()
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// One value or several, as a set.
fn values(value: &Value) -> BTreeSet<String> {
    match value {
        Value::Null => BTreeSet::new(),
        Value::Array(several) => several.iter().map(Value::to_string).collect(),
        one => BTreeSet::from([one.to_string()]),
    }
}

fn same_parameter<'a>(operation: &'a Value, wanted: &Value) -> Option<&'a Value> {
    items(&operation["parameters"]).find(|one| one["name"] == wanted["name"] && one["in"] == wanted["in"])
}

fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str().and_then(|name| name.strip_prefix('#')) {
        Some(pointer) => document.pointer(pointer).unwrap_or(&Value::Null),
        None => schema,
    }
}

#[test]
fn nothing_that_was_released_is_broken() {
    let released: Value = serde_json::from_str(RELEASED).unwrap();
    let now = serde_json::from_str(&imagime_api::routes::document()).unwrap();
    let broken = breaks(&released, &now);
    assert!(
        broken.is_empty(),
        "clients of the released API break:\n{}\nWhen that is meant, say so in CHANGELOG.md and copy api/openapi.json to \
         api/openapi.released.json.",
        broken.join("\n")
    );
}

#[test]
fn what_breaks_clients_is_told_from_what_does_not() {
    let document = |body: Value, answer: Value| {
        json!({
            "paths": {"/things": {"post": {
                "operationId": "create_thing",
                "security": [],
                "parameters": [{"name": "q", "in": "query", "schema": {"type": "string", "maxLength": 10}}],
                "requestBody": {"content": {"application/json": {"schema": body}}},
                "responses": {
                    "200": {
                        "headers": {"Location": {}},
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
                    },
                    "404": {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}},
                },
            }}},
            "components": {
                "schemas": {"Thing": answer, "Problem": {"type": "object", "properties": {"code": {"enum": ["a", "b"]}}}},
                "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            },
        })
    };
    let body =
        json!({"type": "object", "properties": {"a": {"type": "string", "enum": ["x", "y"]}, "b": {"type": "string"}}});
    let answer = json!({"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "more": {"$ref": "#/components/schemas/Thing"}}});
    let old = document(body.clone(), answer.clone());
    assert_eq!(breaks(&old, &old), Vec::<String>::new());
    let changed = |path: &str, value: Value| {
        let mut new = old.clone();
        *new.pointer_mut(path).unwrap() = value;
        breaks(&old, &new).len()
    };
    let post = "/paths/~1things/post";
    let sent = format!("{post}/requestBody/content/application~1json/schema");
    for (path, value, broken) in [
        ("/paths".to_owned(), json!({}), 1),
        (format!("{post}/security"), json!([{"bearer": []}]), 1),
        (format!("{post}/parameters"), json!([]), 1),
        (format!("{post}/parameters/0/schema"), json!({"type": "string", "maxLength": 10, "pattern": "x"}), 1),
        (format!("{post}/parameters/0/schema"), json!({"type": "string", "maxLength": 10, "format": "uuid"}), 1),
        (sent.clone(), json!({"type": "object", "additionalProperties": false, "properties": body["properties"]}), 1),
        (format!("{post}/parameters/0/schema/maxLength"), json!(9), 1),
        (format!("{post}/parameters/0/schema/maxLength"), json!(11), 0),
        (format!("{post}/operationId"), json!("make_thing"), 1),
        (format!("{post}/responses"), json!({"201": {}}), 1),
        (format!("{post}/responses/200/headers"), json!({}), 1),
        (format!("{post}/responses/404/content"), json!({}), 1),
        ("/components/schemas/Problem/properties".to_owned(), json!({}), 1),
        ("/components/schemas/Problem/properties/code/enum".to_owned(), json!(["a", "c"]), 1),
        ("/components/securitySchemes/bearer/scheme".to_owned(), json!("basic"), 1),
        (format!("{sent}/properties/a/enum"), json!(["x"]), 1),
        (format!("{sent}/properties/a/enum"), json!(["x", "y", "z"]), 0),
        (format!("{sent}/properties"), json!({"a": {"type": "string", "enum": ["x", "y"]}}), 1),
        ("/components/schemas/Thing/required".to_owned(), json!([]), 1),
        ("/components/schemas/Thing/required".to_owned(), json!(["id", "more"]), 0),
        ("/components/schemas/Thing/properties/id/type".to_owned(), json!(["string", "null"]), 1),
        ("/components/schemas/Thing/properties".to_owned(), json!({"id": {"type": "string"}}), 1),
    ] {
        assert_eq!(changed(&path, value.clone()), broken, "{path} = {value}");
    }
    let required = document(json!({"type": "object", "required": ["b"], "properties": body["properties"]}), answer);
    assert_eq!(breaks(&old, &required), ["POST /things: \"b\" is required now"]);
}
