//! What the OpenAPI document says of every operation, written once: who may call it, how fast, and the headers of its answers.

use utoipa::{
    Modify,
    openapi::{
        Header, ObjectBuilder, OpenApi, Ref, RefOr, Required, Response, ResponseBuilder, Type,
        extensions::Extensions,
        path::{Operation, ParameterBuilder, ParameterIn, PathItem},
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};

use super::{
    auth::{REFRESH_COOKIE, SECURE_REFRESH_COOKIE},
    manners::TAGGED,
    openapi_parameters,
    openapi_problems::{self, add},
};

/// Headers by name, with what they say, an example, and whether an answer that is described with one always has it.
const HEADERS: [(&str, &str, &str, bool); 10] = [
    ("X-Request-Id", "Stands in the server's log too", "0190b5d8-7c1e-7a34-9f52-3b1f0c8e2a11", true),
    ("Cache-Control", "Whether the answer may be kept, and by whom", "private, no-cache", true),
    ("Vary", "What else the answer depends on", "Authorization", true),
    (
        "RateLimit-Policy",
        "How many requests (q) one address may make in how many seconds (w)",
        "\"requests\";q=3000;w=60",
        false,
    ),
    (
        "RateLimit",
        "How many of them are left (r), and in how many seconds (t) all of them are again",
        "\"requests\";r=2998;t=1",
        false,
    ),
    ("Retry-After", "Seconds to wait before the next try", "2", false),
    ("ETag", "Tag of this representation, for If-None-Match and If-Match", "\"5d41402abc4b2a76b9719d91\"", true),
    ("Content-Range", "Which part of the file it is, and how long the file is", "bytes 0-1023/48211", false),
    ("Content-Disposition", "How to show or save the file", "inline", false),
    ("WWW-Authenticate", "How to log in, or what the token lacks", "Bearer", false),
];

/// Adds it.
pub struct Manners;

impl Modify for Manners {
    fn modify(&self, document: &mut OpenApi) {
        let components = document.components.get_or_insert_default();
        for (name, what, format) in [
            (
                "bearer",
                "Access token of a session, or a personal access token (`img_…`) with the scope that is needed: `read` for GET and HEAD, `write` for all else.",
                None,
            ),
            ("session", "Access token of a session. Personal access tokens may not do this.", Some("JWT")),
        ] {
            let mut scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(what));
            if let Some(format) = format {
                scheme = scheme.bearer_format(format);
            }
            components.add_security_scheme(name, SecurityScheme::Http(scheme.build()));
        }
        for (name, cookie, where_used) in [
            ("refresh_cookie", REFRESH_COOKIE, "is plain HTTP"),
            ("secure_refresh_cookie", SECURE_REFRESH_COOKIE, "is HTTPS"),
        ] {
            let what = format!("Refresh token of a browser, where the instance's public address {where_used}");
            let value = ApiKeyValue::with_description(cookie, &what);
            components.add_security_scheme(name, SecurityScheme::ApiKey(ApiKey::Cookie(value)));
        }
        for (name, what, example, always) in HEADERS {
            let text = ObjectBuilder::new().schema_type(Type::String).build();
            let mut header =
                Header::builder().schema(Some(text)).description(Some(what)).example(Some(example.into())).build();
            if always {
                // The library's header knows no such field.
                header.extensions = Some(Extensions::from_iter([("required", true)]));
            }
            components.headers.insert(name.into(), RefOr::T(header));
        }
        openapi_problems::add_examples(components);
        for (path, item) in &mut document.paths.paths {
            let of_the_api = path.starts_with("/api/");
            each(item, |operation, method| {
                if of_the_api {
                    describe(operation, method);
                } else {
                    describe_file(operation);
                }
                bytes_are_bytes(operation);
                openapi_parameters::describe(path, operation);
                openapi_problems::show_in(operation);
            });
        }
    }
}

fn each(item: &mut PathItem, change: impl Fn(&mut Operation, Method)) {
    let operations = [
        (&mut item.get, Method::Get),
        (&mut item.patch, Method::Patch),
        (&mut item.post, Method::Other),
        (&mut item.put, Method::Other),
        (&mut item.delete, Method::Other),
    ];
    for (operation, method) in operations {
        if let Some(operation) = operation {
            change(operation, method);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    Get,
    Patch,
    Other,
}

fn describe(operation: &mut Operation, method: Method) {
    let takes_tokens = takes_tokens(operation);
    add(operation, "400", "The request cannot be read");
    if takes_tokens {
        add(operation, "401", "No valid token");
        add(operation, "403", "The personal access token may not do this");
    }
    if let Some(RefOr::T(body)) = &operation.request_body {
        let is_json = body.content.contains_key("application/json");
        // A refresh token is read whatever its type is said to be.
        let typed = body.required == Some(Required::True) || takes_tokens;
        add(operation, "413", if is_json { "More than 64 KB" } else { "Too many bytes or pixels" });
        if typed {
            add(operation, "415", if is_json { "Not JSON" } else { "The type is not understood" });
        }
        add(operation, "422", "Some fields need another look");
    }
    add(operation, "429", "Too many requests");
    add(operation, "503", "Not available for the moment");
    add(operation, "500", "Our fault; the log knows more under the request's id");
    if is_tagged(operation) && method == Method::Get {
        header_parameter(operation, "If-None-Match", "Tags of what is known already; 304 when one is still true");
        answer_without_body(operation, "304", "What is known already is still true");
    }
    if method == Method::Patch {
        header_parameter(operation, "If-Match", "Tag of what was read; 412 when it has changed since");
        add(operation, "412", "It changed since it was read");
    }
    let is_repeatable = operation
        .parameters
        .iter()
        .flatten()
        .any(|parameter| matches!(parameter, RefOr::T(parameter) if parameter.name == "Idempotency-Key"));
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        headers(response, &["X-Request-Id", "Cache-Control", "Vary", "RateLimit-Policy", "RateLimit"]);
        match status.as_str() {
            "200" if has_tag(response) && method != Method::Other => header(response, "ETag"),
            "304" => header(response, "ETag"),
            "401" => header(response, "WWW-Authenticate"),
            "403" if takes_tokens => header(response, "WWW-Authenticate"),
            "409" if is_repeatable => header(response, "Retry-After"),
            "429" | "503" => header(response, "Retry-After"),
            _ => {}
        }
    }
}

/// True where an `Authorization` header counts.
fn takes_tokens(operation: &Operation) -> bool {
    let bearers = ["bearer", "session"].map(|name| SecurityRequirement::new::<_, [&str; 0], &str>(name, []));
    operation.security.iter().flatten().any(|way| bearers.contains(way))
}

/// Headers of every file.
const FILE: [&str; 3] = ["ETag", "Cache-Control", "Content-Disposition"];

/// Files, and whether the server is well.
fn describe_file(operation: &mut Operation) {
    let answer = operation.responses.responses.get("200");
    let file = answer.and_then(|answer| match answer {
        RefOr::T(answer) if !answer.content.contains_key("text/plain") => Some(answer.clone()),
        _ => None,
    });
    if let Some(file) = file {
        header_parameter(operation, "If-None-Match", "Tags of what is known already; 304 when one is still true");
        answer_without_body(operation, "304", "What is known already is still true");
        if file.headers.contains_key("Accept-Ranges") {
            header_parameter(operation, "Range", "Part of the file, as `bytes=0-1023`");
            header_parameter(
                operation,
                "If-Range",
                "Tag of what the part is to belong to; the whole file when it is another",
            );
            let mut part = file;
            part.description = "The part that was asked for".into();
            operation.responses.responses.insert("206".into(), RefOr::T(part));
            answer_without_body(operation, "416", "The part lies beyond the end");
        }
    }
    add(operation, "500", "Our fault; the log knows more under the request's id");
    add(operation, "503", "Not available for the moment");
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        header(response, "X-Request-Id");
        match status.as_str() {
            "200" if !response.content.contains_key("text/plain") => headers(response, &FILE),
            "206" => {
                headers(response, &FILE);
                header(response, "Content-Range");
            }
            "304" => headers(response, &FILE),
            "503" => header(response, "Retry-After"),
            "416" => header(response, "Content-Range"),
            _ => {}
        }
    }
}

/// What is neither text nor JSON has no shape to describe.
fn bytes_are_bytes(operation: &mut Operation) {
    for response in operation.responses.responses.values_mut() {
        let RefOr::T(response) = response else { continue };
        for (kind, content) in &mut response.content {
            let is_text = ["json", "xml", "text/"].iter().any(|sign| kind.contains(sign));
            if let RefOr::T(content) = content
                && !is_text
            {
                content.schema = None;
            }
        }
    }
}

fn answer_without_body(operation: &mut Operation, status: &str, description: &str) {
    let answer = ResponseBuilder::new().description(description).build();
    operation.responses.responses.entry(status.into()).or_insert(RefOr::T(answer));
}

fn headers(response: &mut Response, names: &[&str]) {
    for name in names {
        header(response, name);
    }
}

fn header(response: &mut Response, name: &str) {
    let reference = Ref::new(format!("#/components/headers/{name}"));
    response.headers.entry(name.into()).or_insert(RefOr::Ref(reference));
}

fn header_parameter(operation: &mut Operation, name: &str, description: &str) {
    let text = ObjectBuilder::new().schema_type(Type::String).build();
    let parameter = ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .description(Some(description))
        .schema(Some(text));
    operation.parameters.get_or_insert_default().push(RefOr::T(parameter.build()));
}

fn is_tagged(operation: &Operation) -> bool {
    let answer = operation.responses.responses.get("200");
    matches!(answer, Some(RefOr::T(response)) if has_tag(response))
}

fn has_tag(response: &Response) -> bool {
    TAGGED.iter().any(|kind| response.content.contains_key(*kind))
}
