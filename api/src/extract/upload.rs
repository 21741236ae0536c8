//! Multipart forms: files stream to disk under a limit and are hashed on the way; fields stay small.

use std::{collections::HashMap, convert::identity, future::Future, pin::Pin, time::Duration};

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::{FromRequest, HttpRequest, dev::Payload, error::PayloadError, http::header, web};
use futures_util::{StreamExt as _, TryStreamExt as _};
use imagime_shared::{
    auth::{ClientKind, Register},
    error::FieldError,
    field,
    post::Visibility,
    validation,
};
use tokio::time::timeout;

use super::Body;
use crate::{
    error::{Error, Result},
    incoming::Incoming,
    pictures::Upload,
    services::{
        auth,
        posts::{Draft, Given},
    },
    state::AppState,
};

/// Largest text field in bytes: the longest description in its longest encoding, and room to say that it is too long.
const TEXT_BYTES: usize = 16 * 1024;
/// A form that takes longer than this is given up.
const PATIENCE: Duration = Duration::from_mins(2);
/// What a client may still send after its request was refused, so that it can finish writing and read the answer.
const DRAIN_BYTES: u64 = 128 * 1024 * 1024;

/// `POST /posts`.
#[derive(Debug)]
pub struct PostForm(pub Draft);

/// A form with nothing but a picture in `image`.
#[derive(Debug)]
pub struct ImageForm(pub Upload);

/// `POST /auth/register`, as JSON or as a form with a picture.
#[derive(Debug)]
pub struct RegisterForm {
    /// The fields.
    pub fields: Register,
    /// The profile picture.
    pub image: Option<Upload>,
}

type Extracted<T> = Pin<Box<dyn Future<Output = std::result::Result<T, actix_web::Error>>>>;

impl FromRequest for PostForm {
    type Error = actix_web::Error;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let rules = Rules {
            texts: &[
                field::IMAGE_URL,
                field::DESCRIPTION,
                field::ALT_TEXT,
                field::VISIBILITY,
                field::SENSITIVE,
                field::OUTSIDE_ANALYSIS,
            ],
            image_bytes: validation::IMAGE_BYTES,
            refusal: identity,
        };
        let form = read(request, payload, rules);
        Box::pin(async move { Ok(Self(draft(form.await?)?)) })
    }
}

impl FromRequest for ImageForm {
    type Error = actix_web::Error;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form =
            read(request, payload, Rules { texts: &[], image_bytes: validation::AVATAR_BYTES, refusal: identity });
        Box::pin(async move { Ok(Self(form.await?.image.ok_or_else(missing_image)?)) })
    }
}

impl FromRequest for RegisterForm {
    type Error = actix_web::Error;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if !kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/")) {
            let json = Body::<Register>::from_request(request, payload);
            return Box::pin(async move { Ok(Self { fields: json.await?.0, image: None }) });
        }
        let rules = Rules {
            texts: &[field::USERNAME, field::EMAIL, field::PASSWORD, field::CLIENT],
            image_bytes: validation::AVATAR_BYTES,
            refusal: auth::of_the_form,
        };
        let form = read(request, payload, rules);
        Box::pin(async move {
            let mut form = form.await?;
            let fields = Register {
                username: form.required(field::USERNAME),
                email: form.required(field::EMAIL),
                password: form.required(field::PASSWORD),
                client: match form.texts.remove(field::CLIENT).as_deref() {
                    None => ClientKind::default(),
                    Some(word) => ClientKind::parse(word)
                        .ok_or_else(|| Error::field(field::CLIENT, "invalid", "client is browser or native."))?,
                },
            };
            Ok(Self { fields, image: form.image })
        })
    }
}

struct Rules {
    texts: &'static [&'static str],
    image_bytes: u64,
    /// What a picture that cannot be taken is told.
    refusal: fn(Error) -> Error,
}

#[derive(Default)]
struct Form {
    texts: HashMap<String, String>,
    image: Option<Upload>,
}

impl Form {
    /// A field that is left out is as good as an empty one: its rule says what is wrong with it.
    fn required(&mut self, name: &str) -> String {
        self.texts.remove(name).unwrap_or_default()
    }

    /// Text of several lines: their breaks are CR LF in every form that is sent, one character for whoever wrote them.
    fn lines(&mut self, name: &str) -> String {
        self.required(name).replace("\r\n", "\n")
    }

    /// A box that was ticked or not; not when it is left out.
    fn flag(&mut self, name: &str) -> Result<bool> {
        match self.texts.remove(name).as_deref() {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            _ => Err(Error::field(name, "invalid", format!("{name} is true or false."))),
        }
    }

    /// The picture, as a file or by its link.
    fn picture(&mut self) -> Result<Given> {
        let link = self.required(field::IMAGE_URL).trim().to_owned();
        match (self.image.take(), link.is_empty()) {
            (Some(image), true) => Ok(Given::File(image)),
            (None, false) => Ok(Given::Link(link)),
            (Some(_), false) => {
                Err(Error::field(field::IMAGE_URL, "too_many", "Send a picture or a link to one, not both."))
            }
            (None, true) => Err(Error::field(
                field::IMAGE,
                "required",
                "Send a picture in the field image, or a link to one in image_url.",
            )),
        }
    }
}

fn draft(mut form: Form) -> Result<Draft> {
    let visibility = match form.texts.remove(field::VISIBILITY).as_deref() {
        None => Visibility::default(),
        Some(text) => Visibility::parse(text)
            .ok_or_else(|| Error::field(field::VISIBILITY, "invalid", "visibility is public, unlisted or private."))?,
    };
    Ok(Draft {
        image: form.picture()?,
        description: form.lines(field::DESCRIPTION),
        alt_text: form.lines(field::ALT_TEXT),
        visibility,
        sensitive: form.flag(field::SENSITIVE)?,
        outside_analysis: form.flag(field::OUTSIDE_ANALYSIS)?,
    })
}

fn missing_image() -> Error {
    Error::field(field::IMAGE, "required", "Send a picture in the field image.")
}

fn read(request: &HttpRequest, payload: &mut Payload, rules: Rules) -> impl Future<Output = Result<Form>> + use<> {
    let form = Multipart::from_request(request, payload);
    let state = request.app_data::<web::Data<AppState>>().cloned();
    async move {
        let folder = state.map(|state| state.config.data.incoming());
        let folder = folder.ok_or_else(|| Error::Internal(anyhow::anyhow!("the state is not set up")))?;
        let mut multipart = form.await.map_err(|error| unreadable(&error))?;
        let mut begun = false;
        let read = timeout(PATIENCE, fields(&mut multipart, &rules, &folder, &mut begun));
        match read.await {
            Ok(Ok(form)) => Ok(form),
            // One that is no form has said all it had to say; asked again it would panic.
            Ok(Err(error)) if !begun => Err(error),
            Ok(Err(error)) => {
                // A client that still writes would see a broken connection instead of the reason.
                let _ = timeout(Duration::from_secs(20), drain(&mut multipart)).await;
                Err(error)
            }
            Err(_elapsed) => Err(Error::BadRequest("The upload took too long.".into())),
        }
    }
}

/// Reads all fields; `begun` tells that there was one.
async fn fields(multipart: &mut Multipart, rules: &Rules, folder: &std::path::Path, begun: &mut bool) -> Result<Form> {
    let mut form = Form::default();
    while let Some(mut field) = multipart.try_next().await.map_err(|error| broken(&error))? {
        *begun = true;
        let name = field.name().unwrap_or_default().to_owned();
        if name == field::IMAGE {
            if form.image.is_some() {
                return Err(Error::field(field::IMAGE, "too_many", "Send one picture at a time."));
            }
            let upload = receive(&mut field, rules.image_bytes, folder).await.map_err(rules.refusal)?;
            // A form whose file input was left empty sends a nameless file of no bytes.
            let left_empty = upload.size == 0 && file_name(&field).is_none_or(str::is_empty);
            form.image = (!left_empty).then_some(upload);
        } else if rules.texts.contains(&name.as_str()) {
            let text = text(&mut field, &name).await?;
            if form.texts.insert(name.clone(), text).is_some() {
                return Err(Error::field(&name, "too_many", "Send this field once."));
            }
        } else {
            let shown: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
            return Err(Error::field(&shown, "unknown", "This field is not known here."));
        }
    }
    Ok(form)
}

async fn receive(field: &mut Field, most: u64, folder: &std::path::Path) -> Result<Upload> {
    let mut incoming = Incoming::new(folder, most)?;
    while let Some(piece) = field.next().await {
        incoming = incoming.push(piece.map_err(|error| broken(&error))?).await?;
    }
    Ok(incoming.finish())
}

async fn text(field: &mut Field, name: &str) -> Result<String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.next().await {
        bytes.extend_from_slice(&chunk.map_err(|error| broken(&error))?);
        if bytes.len() > TEXT_BYTES {
            return Err(Error::field(name, "too_long", "This text is too long."));
        }
    }
    String::from_utf8(bytes)
        .map_err(|_cause| Error::Validation(vec![FieldError::new(name, "invalid", "This text is not UTF-8.")]))
}

fn file_name(field: &Field) -> Option<&str> {
    field.content_disposition().and_then(|disposition| disposition.get_filename())
}

async fn drain(multipart: &mut Multipart) {
    let mut seen = 0u64;
    while let Some(Ok(mut field)) = multipart.next().await {
        while let Some(Ok(chunk)) = field.next().await {
            seen += chunk.len() as u64;
            if seen > DRAIN_BYTES {
                return;
            }
        }
    }
}

fn unreadable(error: &actix_web::Error) -> Error {
    match error.as_error::<MultipartError>() {
        Some(MultipartError::ContentTypeMissing | MultipartError::ContentTypeIncompatible) | None => {
            Error::UnsupportedMediaType("Send the form as multipart/form-data.".into())
        }
        Some(error) => broken(error),
    }
}

fn broken(error: &MultipartError) -> Error {
    match error {
        MultipartError::ContentTypeMissing | MultipartError::ContentTypeIncompatible => {
            Error::UnsupportedMediaType("Send the form as multipart/form-data.".into())
        }
        MultipartError::Payload(PayloadError::Overflow) => Error::TooLarge("The form is too large.".into()),
        other => Error::BadRequest(format!("The form cannot be read: {other}.")),
    }
}
