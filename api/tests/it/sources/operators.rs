//! What operators see of outside services: metrics, and facts that do not grow old.

use imagime_doubles::{Behaviour, Doubles, Service};

use super::story_with_doubles;
use crate::support::{
    Request,
    doubles::{ALL, played_by},
    eventually, factory, story,
};

#[test]
fn metrics_tell_calls_failures_latency_and_state_of_each_source() {
    story(async |app| {
        let doubles = Doubles::start(0).await.unwrap();
        doubles.behave(Service::Openverse, Behaviour::HtmlForJson);
        let play = played_by(&doubles, &ALL);
        let port = free_port();
        app.abort().await;
        app.start_another(|config| {
            play(config);
            config.server.metrics_port = Some(port);
        })
        .await;
        app.user("ada").await.ready_post(factory::photo(1), "public").await;
        let shown = reqwest::get(format!("http://127.0.0.1:{port}/metrics")).await.unwrap().text().await.unwrap();
        for line in [
            "imagime_source_calls_total{source=\"everypixel\",outcome=\"answered\"} 1",
            "imagime_source_calls_total{source=\"openverse\",outcome=\"failed\"} 3",
            "imagime_source_call_seconds_count{source=\"openverse\"} 3",
            "imagime_source_state{source=\"spotify\"} 1",
        ] {
            assert!(shown.contains(line), "{line}\n{shown}");
        }
        assert!(shown.ends_with("# EOF\n"));
        app.anonymous().get("/metrics").answer().await.expect(404);
    });
}

#[test]
fn facts_of_outside_songs_are_asked_for_again_and_let_go_in_the_end() {
    story_with_doubles(&[Service::Spotify, Service::Openverse], async |app, doubles| {
        let ada = app.user("ada").await;
        ada.ready_post(factory::photo(1), "public").await;
        app.sql("update songs set refreshed_at = now() - interval '8 days', title = 'Old' where provider = 'spotify'");
        // One that Spotify has no more, and one that could not be asked for in a month.
        app.sql("update songs set provider_track_id = 'dbl0000000000009999999' where id = (select id from songs where provider = 'spotify' limit 1)");
        app.sql("update songs set refreshed_at = now() - interval '31 days' where provider = 'openverse'");
        doubles.behave(Service::Openverse, Behaviour::Reset);
        eventually("all are as good as new", async || {
            app.refresh_songs().await;
            app.count("songs where provider = 'spotify' and title = 'Old' and preview_state is not null") == 0
        })
        .await;
        assert_eq!(
            app.count(
                "songs where provider = 'spotify' and title = 'Old' and artwork_url is null and external_url is null"
            ),
            1
        );
        assert_eq!(
            app.count("songs where provider = 'openverse' and (artwork_url is not null or preview_url is not null)"),
            0
        );
        assert!(app.count("songs where provider = 'starter' and preview_url is not null") > 80);
    });
}

fn free_port() -> u16 {
    std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}
