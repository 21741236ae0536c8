//! The server taken away by force: what it acknowledged is finished by the next one.

use anyhow::{Result, ensure};
use imagime_e2e::{
    api::{Api, Draft},
    pictures::{CAT, COFFEE, FLOWER, picture},
    stage::World,
};

#[tokio::test]
async fn an_acknowledged_picture_is_finished_after_a_kill() -> Result<()> {
    let world = World::new("power_cut").await?;
    let outcome = cut_the_power(&world).await;
    world.end(outcome).await
}

async fn cut_the_power(world: &World) -> Result<()> {
    let mut server = world.server().await?;
    let mira = Api::new(server.origin()).register("mira", Some(&picture(COFFEE)?)).await?;
    for image in [CAT, COFFEE, FLOWER] {
        let api = Api::new(server.origin());
        let file = picture(image)?;
        let draft = Draft::default();
        let first = api.submit(&mira, &file, &draft).await?;
        // The second is cut off somewhere on its way.
        let second = tokio::spawn({
            let (api, mira, file) = (api.clone(), mira.clone(), file.clone());
            async move { api.submit(&mira, &file, &Draft::default()).await }
        });
        server.kill().await?;
        let second = second.await?.ok();

        server = world.server().await?;
        let api = Api::new(server.origin());
        for id in std::iter::once(first).chain(second) {
            let post = api.finished(&mira, &id).await?;
            ensure!(post["song_count"].as_i64() > Some(0), "{image} has no songs: {post}");
        }
    }
    let stuck = world.database().number("SELECT count(*) AS n FROM posts WHERE status <> 'ready'").await?;
    ensure!(stuck == 0, "{stuck} posts were forgotten");
    server.terminate().await
}
