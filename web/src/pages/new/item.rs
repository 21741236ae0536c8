//! The pictures that were chosen, each with its words and how far its sending has come.

use imagime_shared::post::Visibility;
use leptos::{prelude::*, reactive::owner::WeakOwner};
use uuid::Uuid;
use web_sys::{File, Url};

use crate::api::upload::{Upload, idempotency_key};

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
    /// The file's name.
    pub name: String,
    /// Its bytes.
    pub bytes: f64,
    /// Where the browser shows it.
    pub preview: String,
    /// The file.
    pub file: StoredValue<File, LocalStorage>,
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

impl Item {
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
            next: StoredValue::new(0),
            owner: StoredValue::new(Owner::current().map(|owner| owner.downgrade())),
        };
        on_cleanup(move || {
            for item in items.list.try_get_untracked().unwrap_or_default() {
                Url::revoke_object_url(&item.preview).ok();
            }
        });
        items
    }

    /// Adds a picture at the end and shows it if it is the first.
    pub fn add(self, file: File) {
        let Some(owner) = self.owner.get_value().and_then(|owner| owner.upgrade()) else { return };
        // Signals of an item live as long as the page, not as long as the event that brought it.
        owner.with(|| self.add_here(file));
    }

    fn add_here(self, file: File) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        let item = Item {
            id,
            name: file.name(),
            bytes: file.size(),
            preview: Url::create_object_url_with_blob(&file).unwrap_or_default(),
            file: StoredValue::new_local(file),
            description: RwSignal::new(String::new()),
            alt_text: RwSignal::new(String::new()),
            sending: RwSignal::new(Sending::Waiting),
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
                    Url::revoke_object_url(&item.preview).ok();
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

    /// The files of those that are not sent.
    pub fn files(self) -> Vec<File> {
        let list = self.list.try_get_untracked().unwrap_or_default();
        let open = list.iter().filter(|item| item.sending.try_get_untracked().is_some_and(|sending| sending.is_open()));
        open.filter_map(|item| item.file.try_get_value()).collect()
    }
}
