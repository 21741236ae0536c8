//! Plays Everypixel, Spotify, Openverse and Deezer on loopback: answers in their shapes, with every fault they are known for.
//!
//! One server for all of them, each below a path of its own, so that Imagime is pointed at it by configuration alone.

mod behaviour;
mod catalogue;
mod http;
mod services;
mod sound;

use std::{
    collections::HashMap,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

pub use behaviour::Behaviour;
pub use http::Request;

/// The services that are played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Service {
    /// Keywords of pictures.
    Everypixel,
    /// Spotify's search.
    Spotify,
    /// Spotify's tokens.
    SpotifyAccounts,
    /// Openverse's search.
    Openverse,
    /// Deezer's search and tracks.
    Deezer,
    /// The sound and picture files that the others point at.
    Files,
}

/// A running set of doubles; stops when dropped.
pub struct Doubles {
    address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

/// What the connections share.
struct Shared {
    address: SocketAddr,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    behaviours: HashMap<Service, Behaviour>,
    delay: Duration,
    calls: HashMap<Service, Vec<String>>,
}

impl Service {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Everypixel, Self::Spotify, Self::SpotifyAccounts, Self::Openverse, Self::Deezer, Self::Files];

    /// The word in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Everypixel => "everypixel",
            Self::Spotify => "spotify",
            Self::SpotifyAccounts => "accounts",
            Self::Openverse => "openverse",
            Self::Deezer => "deezer",
            Self::Files => "files",
        }
    }

    /// Reads the word in addresses.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|service| service.as_str() == word)
    }
}

impl Doubles {
    /// Starts on a port of loopback; 0 takes a free one.
    pub async fn start(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared { address, state: Mutex::default() });
        let task = tokio::spawn(accept(listener, Arc::clone(&shared)));
        Ok(Self { address, shared, task })
    }

    /// Base address of a service, for the setting that names it.
    pub fn url(&self, service: Service) -> String {
        format!("http://{}/{}", self.address, service.as_str())
    }

    /// Environment variables that switch all four services on in Imagime and point it here.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("IMAGIME_EVERYPIXEL_CLIENT_ID", "double".to_owned()),
            ("IMAGIME_EVERYPIXEL_CLIENT_SECRET", "double".to_owned()),
            ("IMAGIME_EVERYPIXEL_API_URL", self.url(Service::Everypixel)),
            ("IMAGIME_SPOTIFY_CLIENT_ID", "double".to_owned()),
            ("IMAGIME_SPOTIFY_CLIENT_SECRET", "double".to_owned()),
            ("IMAGIME_SPOTIFY_API_URL", self.url(Service::Spotify)),
            ("IMAGIME_SPOTIFY_ACCOUNTS_URL", self.url(Service::SpotifyAccounts)),
            ("IMAGIME_OPENVERSE_ENABLED", "true".to_owned()),
            ("IMAGIME_OPENVERSE_API_URL", self.url(Service::Openverse)),
            ("IMAGIME_DEEZER_ENABLED", "true".to_owned()),
            ("IMAGIME_DEEZER_API_URL", self.url(Service::Deezer)),
        ]
    }

    /// How a service answers from now on.
    pub fn behave(&self, service: Service, behaviour: Behaviour) {
        self.shared.lock().behaviours.insert(service, behaviour);
    }

    /// How every service but the files answers from now on.
    pub fn behave_all(&self, behaviour: Behaviour) {
        for service in Service::ALL.into_iter().filter(|service| *service != Service::Files) {
            self.behave(service, behaviour);
        }
    }

    /// How long every answer takes.
    pub fn delay(&self, delay: Duration) {
        self.shared.lock().delay = delay;
    }

    /// Method and path of each call to a service so far; queries are left out.
    pub fn calls(&self, service: Service) -> Vec<String> {
        self.shared.lock().calls.get(&service).cloned().unwrap_or_default()
    }

    /// Forgets the calls so far.
    pub fn forget_calls(&self) {
        self.shared.lock().calls.clear();
    }

    /// Serves until interrupted.
    pub async fn run(self) -> io::Result<()> {
        tokio::signal::ctrl_c().await
    }
}

impl Drop for Doubles {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a call and says how to answer it. A behaviour that is for once only ends with it.
    fn note(&self, service: Service, request: &Request) -> (Behaviour, Duration) {
        let mut state = self.lock();
        state.calls.entry(service).or_default().push(format!("{} {}", request.method, request.path));
        let behaviour = state.behaviours.get(&service).copied().unwrap_or_default();
        if let Some(next) = behaviour.next() {
            state.behaviours.insert(service, next);
        }
        (behaviour, state.delay)
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let shared = Arc::clone(&shared);
        // A client that goes away ends its own connection and nothing else.
        tokio::spawn(async move { serve(stream, &shared).await.ok() });
    }
}

async fn serve(mut stream: TcpStream, shared: &Shared) -> io::Result<()> {
    let Some(request) = http::read(&mut stream).await? else { return Ok(()) };
    let (first, rest) = request.split();
    if first == "control" {
        let answer = control(shared, rest);
        return http::write(&mut stream, &answer).await;
    }
    let Some(service) = Service::parse(first) else {
        return http::write(&mut stream, &http::Response::text(404, "no such service")).await;
    };
    let (behaviour, delay) = shared.note(service, &request);
    tokio::time::sleep(delay).await;
    let base = format!("http://{}", shared.address);
    behaviour::answer(stream, behaviour, || services::answer(service, rest, &request, &base, behaviour)).await
}

/// `/control/{service or "all"}/{behaviour}` sets how a service answers, for whoever plays with the doubles by hand.
fn control(shared: &Shared, rest: &str) -> http::Response {
    let (service, behaviour) = rest.split_once('/').unwrap_or((rest, ""));
    let Some(behaviour) = Behaviour::parse(behaviour) else {
        let known: Vec<&str> = Behaviour::ALL.iter().map(|(name, _)| *name).collect();
        return http::Response::text(422, &format!("behaviours: {}", known.join(", ")));
    };
    let services: Vec<Service> = match Service::parse(service) {
        Some(service) => vec![service],
        None if service == "all" => Service::ALL.to_vec(),
        None => return http::Response::text(404, "no such service"),
    };
    let mut state = shared.lock();
    for service in services {
        state.behaviours.insert(service, behaviour);
    }
    http::Response::text(200, "so be it")
}
