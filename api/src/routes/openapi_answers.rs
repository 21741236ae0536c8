//! What the OpenAPI document says of answers beyond what their types tell: which fields always stand there, and how they look filled in.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use utoipa::{
    Modify,
    openapi::{
        OpenApi, RefOr, Schema,
        schema::{AdditionalProperties, ArrayItems, Object, SchemaType, Type},
    },
};

use super::openapi_examples::{OTHER, examples};

type Schemas = BTreeMap<String, RefOr<Schema>>;

/// Fields that an answer may lack. Where they stand, they are never null.
const MAY_BE_MISSING: [(&str, &[&str]); 3] = [
    ("AuthResponse", &["refresh_token"]),
    ("Problem", &["errors"]),
    ("SearchResults", &["posts", "songs", "users", "keywords"]),
];

/// Adds it.
pub struct Answers;

impl Modify for Answers {
    fn modify(&self, document: &mut OpenApi) {
        let schemas = &mut document.components.get_or_insert_default().schemas;
        for (name, schema) in schemas.iter_mut() {
            let missing = MAY_BE_MISSING.iter().find(|(of, _)| of == name).map_or(&[][..], |(_, fields)| fields);
            if let RefOr::T(schema) = schema {
                settle(schema, missing);
            }
        }
        for (name, example) in examples() {
            show(schemas, name, example);
        }
        // A form's fields speak for themselves: not all of them go together.
        let answers =
            schemas.iter().filter(|(_, schema)| !matches!(schema, RefOr::T(Schema::Object(object)) if is_form(object)));
        let composed: Vec<_> =
            answers.filter_map(|(name, schema)| Some((name.clone(), compose(schemas, schema)?))).collect();
        for (name, example) in composed {
            show(schemas, &name, example);
        }
    }
}

/// All fields of an answer are there, if only as null. What people send refuses unknown fields, and its fields may be left out.
fn settle(schema: &mut Schema, missing: &[&str]) {
    match schema {
        Schema::AllOf(parts) => {
            for part in &mut parts.items {
                if let RefOr::T(part) = part {
                    settle(part, missing);
                }
            }
        }
        Schema::Object(object) if !is_form(object) => {
            for (name, property) in &mut object.properties {
                if missing.contains(&name.as_str()) {
                    never_null(property);
                } else if !object.required.contains(name) {
                    object.required.push(name.clone());
                }
            }
        }
        _ => {}
    }
}

fn is_form(object: &Object) -> bool {
    matches!(object.additional_properties.as_deref(), Some(AdditionalProperties::FreeForm(false)))
}

fn never_null(property: &mut RefOr<Schema>) {
    let kind = match property {
        RefOr::T(Schema::Object(object)) => &mut object.schema_type,
        RefOr::T(Schema::Array(array)) => &mut array.schema_type,
        _ => return,
    };
    let SchemaType::Array(types) = &*kind else { return };
    if let Some(other) = types.iter().find(|one| !matches!(one, Type::Null)) {
        *kind = SchemaType::Type(other.clone());
    }
}

/// Gives a shape with fields its example, unless it has one.
fn show(schemas: &mut Schemas, name: &str, example: Value) {
    match schemas.get_mut(name) {
        Some(RefOr::T(Schema::Object(object)))
            if !object.properties.is_empty() && object.examples.is_empty() && object.example.is_none() =>
        {
            object.examples.push(example);
        }
        Some(RefOr::T(Schema::AllOf(parts))) if parts.examples.is_empty() => parts.examples.push(example),
        _ => {}
    }
}

/// A shape filled in with the examples of what it is made of; `None` where one is wanting.
fn compose(schemas: &Schemas, schema: &RefOr<Schema>) -> Option<Value> {
    let schema = match schema {
        RefOr::T(schema) => schema,
        RefOr::Ref(reference) => {
            let name = reference.ref_location.rsplit('/').next()?;
            return compose(schemas, schemas.get(name)?);
        }
    };
    match schema {
        Schema::Object(object) => filled(schemas, object),
        Schema::Array(array) => match &array.items {
            ArrayItems::RefOrSchema(item) => Some(Value::Array(vec![compose(schemas, item)?])),
            ArrayItems::False => None,
        },
        Schema::OneOf(ways) => ways.items.iter().find_map(|way| compose(schemas, way)),
        Schema::AllOf(parts) => {
            if let Some(example) = parts.examples.first() {
                return Some(example.clone());
            }
            let mut whole = Map::new();
            for part in &parts.items {
                let Value::Object(part) = compose(schemas, part)? else { return None };
                whole.extend(part);
            }
            Some(Value::Object(whole))
        }
        _ => None,
    }
}

fn filled(schemas: &Schemas, object: &Object) -> Option<Value> {
    let known = object.examples.first().or(object.example.as_ref());
    let known = known.or_else(|| object.enum_values.as_ref()?.first());
    if let Some(known) = known {
        return Some(known.clone());
    }
    match &object.schema_type {
        // Null is as good as anything, and true of most.
        SchemaType::Array(types) if types.contains(&Type::Null) => Some(Value::Null),
        SchemaType::Type(Type::Boolean) => Some(false.into()),
        SchemaType::Type(Type::Integer | Type::Number) => Some(1.into()),
        SchemaType::Type(Type::String) => Some(OTHER.to_string().into()),
        SchemaType::Type(Type::Object) if !object.properties.is_empty() => {
            let fields = object.properties.iter().map(|(name, field)| Some((name.clone(), compose(schemas, field)?)));
            fields.collect::<Option<Map<_, _>>>().map(Value::Object)
        }
        _ => None,
    }
}
