//! The pictures that were chosen, each with its words and how far its sending has come.

use imagime_shared::post::Visibility;
use leptos::{prelude::*, reactive::owner::WeakOwner};
use uuid::Uuid;
use web_sys::{File, Url};

use crate::{
    api::upload::{Given, Upload, idempotency_key},
    text::post as text,
};

/// How far the sending of a picture has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Sending {
    /// Waits for a press.
    Waiting,
    /// Bytes are leaving; the share that has left, 0 to 1.
    Under(f64),
    /// The server has taken it.
    Sent(Uuid),
    /// It did not work; a sentence.
    Failed(String),
}

impl Sending {
    /// True while it can still be changed and sent.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Waiting | Self::Failed(_))
    }
}

/// A chosen picture. Its signals belong to the page.
#[derive(Clone, PartialEq)]
pub struct Item {
    /// Counts up.
    pub id: u32,
    /// The file's name, or what a picture by its link is called.
    pub name: String,
    /// The picture.
    pub picture: Chosen,
    /// Words of the author.
    pub description: RwSignal<String>,
    /// What is in it.
    pub alt_text: RwSignal<String>,
    /// How far its sending has come.
    pub sending: RwSignal<Sending>,
    /// The sending under way.
    pub upload: StoredValue<Option<Upload>, LocalStorage>,
    /// The key of its last try, with the words that were tried: other words are another request.
    pub key: StoredValue<Option<(String, String)>>,
}

/// How a picture was chosen.
#[derive(Clone, Copy, PartialEq)]
pub enum Chosen {
    /// A file that the browser can show.
    File {
        /// The file.
        file: StoredValue<File, LocalStorage>,
        /// Its bytes.
        bytes: f64,
        /// Where the browser shows it.
        preview: StoredValue<String>,
    },
    /// A link, as it stands in its field. Nothing of it is fetched before it is sent, and then by the server.
    Link(RwSignal<String>),
}

impl Chosen {
    /// The link's field, when it is one.
    pub fn link(self) -> Option<RwSignal<String>> {
        match self {
            Self::Link(link) => Some(link),
            Self::File { .. } => None,
        }
    }

    fn given(self) -> Option<Given> {
        match self {
            Self::File { file, .. } => file.try_get_value().map(Given::File),
            Self::Link(link) => link.try_get_untracked().map(|link| Given::Link(link.trim().to_owned())),
        }
    }

    /// Gives back what the browser holds for showing it.
    fn forget(self) {
        if let Self::File { preview, .. } = self {
            preview.try_with_value(|preview| Url::revoke_object_url(preview).ok());
        }
    }
}

/// The host that a link leads to, when it leads anywhere.
pub fn host_of(link: &str) -> Option<String> {
    let url = Url::new(link.trim()).ok()?;
    let leads_out = matches!(url.protocol().as_str(), "http:" | "https:");
    Some(url.host()).filter(|host| leads_out && !host.is_empty())
}

impl Item {
    /// What is sent.
    pub fn given(&self) -> Option<Given> {
        self.picture.given()
    }

    /// The key for a try with these words: the one from before if they are the same.
    pub fn key_for(&self, words: String) -> String {
        if let Some((key, _)) = self.key.get_value().filter(|(_, tried)| *tried == words) {
            return key;
        }
        let key = idempotency_key();
        self.key.set_value(Some((key.clone(), words)));
        key
    }
}

/// All chosen pictures, and what is the same for all.
#[derive(Clone, Copy)]
pub struct Items {
    /// In the order in which they were chosen.
    pub list: RwSignal<Vec<Item>>,
    /// The one on show.
    pub chosen: RwSignal<u32>,
    /// Who may see them.
    pub visibility: RwSignal<Visibility>,
    /// Blurred until asked for.
    pub sensitive: RwSignal<bool>,
    /// Outside analysers may look at them although they are private.
    pub outside_analysis: RwSignal<bool>,
    next: StoredValue<u32>,
    owner: StoredValue<Option<WeakOwner>>,
}

impl Items {
    /// None so far.
    pub fn new() -> Self {
        let items = Self {
            list: RwSignal::new(Vec::new()),
            chosen: RwSignal::new(0),
            visibility: RwSignal::new(Visibility::default()),
            sensitive: RwSignal::new(false),
            outside_analysis: RwSignal::new(false),
            next: StoredValue::new(0),
            owner: StoredValue::new(Owner::current().map(|owner| owner.downgrade())),
        };
        on_cleanup(move || {
            for item in items.list.try_get_untracked().unwrap_or_default() {
                item.picture.forget();
            }
        });
        items
    }

    /// Adds a picture at the end and shows it if it is the first.
    pub fn add(self, picture: Given) {
        let Some(owner) = self.owner.get_value().and_then(|owner| owner.upgrade()) else { return };
        // Signals of an item live as long as the page, not as long as the event that brought it.
        owner.with(|| self.add_here(picture));
    }

    /// Adds a link that is still to be written, and shows its field.
    pub fn add_link(self) {
        self.add(Given::Link(String::new()));
        if let Some(id) = self.list.with_untracked(|list| list.last().map(|item| item.id)) {
            self.chosen.set(id);
        }
    }

    fn add_here(self, picture: Given) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        let (name, picture) = match picture {
            Given::File(file) => {
                let preview = Url::create_object_url_with_blob(&file).unwrap_or_default();
                let (name, bytes) = (file.name(), file.size());
                let preview = StoredValue::new(preview);
                (name, Chosen::File { file: StoredValue::new_local(file), bytes, preview })
            }
            Given::Link(link) => (text::LINKED_PICTURE.to_owned(), Chosen::Link(RwSignal::new(link))),
        };
        let sending = RwSignal::new(Sending::Waiting);
        if let Some(link) = picture.link() {
            // What was wrong with the link before is not said of another one.
            Effect::new(move |before: Option<()>| {
                link.track();
                if before.is_some() && sending.with_untracked(|sending| matches!(sending, Sending::Failed(_))) {
                    sending.set(Sending::Waiting);
                }
            });
        }
        let item = Item {
            id,
            name,
            picture,
            description: RwSignal::new(String::new()),
            alt_text: RwSignal::new(String::new()),
            sending,
            upload: StoredValue::new_local(None),
            key: StoredValue::new(None),
        };
        if self.list.with_untracked(Vec::is_empty) {
            self.chosen.set(id);
        }
        self.list.update(|list| list.push(item));
    }

    /// Takes a picture away.
    pub fn remove(self, id: u32) {
        self.list.update(|list| {
            list.retain(|item| {
                if item.id == id {
                    item.picture.forget();
                }
                item.id != id
            });
        });
        if self.chosen.get_untracked() == id {
            let first = self.list.with_untracked(|list| list.first().map(|item| item.id));
            self.chosen.set(first.unwrap_or_default());
        }
    }

    /// Whether there are any. Reactive.
    pub fn any(self) -> bool {
        self.list.with(|list| !list.is_empty())
    }

    /// The one on show.
    pub fn chosen(self) -> Memo<Option<Item>> {
        Memo::new(move |_| {
            let id = self.chosen.get();
            self.list.with(|list| list.iter().find(|item| item.id == id).cloned())
        })
    }

    /// Those that can still be sent. Reactive.
    pub fn open(self) -> Vec<Item> {
        self.list.get().into_iter().filter(|item| item.sending.with(Sending::is_open)).collect()
    }

    /// Whether any is on its way. Reactive.
    pub fn sending(self) -> bool {
        self.list.get().iter().any(|item| item.sending.with(|sending| matches!(sending, Sending::Under(_))))
    }

    /// Those that are not sent.
    pub fn pictures(self) -> Vec<Given> {
        let list = self.list.try_get_untracked().unwrap_or_default();
        let open = list.iter().filter(|item| item.sending.try_get_untracked().is_some_and(|sending| sending.is_open()));
        open.filter_map(Item::given).collect()
    }
}
