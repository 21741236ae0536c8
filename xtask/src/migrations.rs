//! Every migration goes up, down and up again, and arrives at the same schema both times.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::test_cluster::TestCluster;
use crate::{exec, paths, testing, tools};

/// Runs all migrations up, down, up on a throw-away database.
pub fn check() -> Result<()> {
    tools::ensure_server_tools()?;
    tools::ensure_postgres()?;
    // The same build as the tests': whoever runs both waits once.
    let server = testing::build(&testing::PACKAGES)?.server;
    let cluster = TestCluster::start()?;
    exec::step("running all migrations up, down and up again");
    let sql = |address: &str, statement: &str| {
        exec::output(exec::command("psql").args(["-XqAt", "-v", "ON_ERROR_STOP=1", address, "-c", statement]))
    };
    sql(cluster.url(), "create database imagime_test_migrations")?;
    let address = cluster
        .url()
        .strip_suffix("/postgres")
        .map(|server| format!("{server}/imagime_test_migrations"))
        .context("the throw-away database has an unexpected address")?;

    exec::run(&mut migrate(&server, &address, &[]))?;
    let first = sql(&address, SCHEMA)?;
    if first.is_empty() {
        bail!("the migrations made nothing");
    }
    exec::run(&mut migrate(&server, &address, &["--down-all"]))?;
    let left = sql(&address, SCHEMA)?;
    if !left.is_empty() {
        bail!("going down left this behind:\n{left}");
    }
    exec::run(&mut migrate(&server, &address, &[]))?;
    let second = sql(&address, SCHEMA)?;
    if first != second {
        bail!("up, down, up made another schema than up.\nfirst:\n{first}\nsecond:\n{second}");
    }
    exec::note(&format!(
        "{} columns, constraints, indexes, functions and types, the same both times",
        first.lines().count()
    ));
    Ok(())
}

fn migrate(server: &Path, address: &str, arguments: &[&str]) -> Command {
    let mut command = exec::command(server);
    command.arg("migrate").args(arguments).env("DATABASE_URL", address).current_dir(paths::root());
    command
}

/// Everything that a migration can make, one line each, without diesel's own table.
const SCHEMA: &str = "
    with tables as (
        select oid, relname from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm', 'S', 'p')
          and relname <> '__diesel_schema_migrations')
    select format('column %s.%s %s %s %s', relname, attname, format_type(atttypid, atttypmod), attnotnull,
                  pg_get_expr(adbin, adrelid)) as line
      from tables join pg_attribute on attrelid = oid
      left join pg_attrdef on adrelid = tables.oid and adnum = attnum
     where attnum > 0 and not attisdropped
    union all
    select format('constraint %s.%s %s', relname, conname, pg_get_constraintdef(pg_constraint.oid))
      from tables join pg_constraint on conrelid = tables.oid
    union all
    select pg_get_indexdef(indexrelid) from tables join pg_index on indrelid = oid
    union all
    select pg_get_triggerdef(pg_trigger.oid) from tables join pg_trigger on tgrelid = tables.oid where not tgisinternal
    union all
    select 'function ' || oid::regprocedure::text || md5(prosrc) from pg_proc
     where pronamespace = 'public'::regnamespace
       and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')
    union all
    select 'type ' || typname from pg_type
     where typnamespace = 'public'::regnamespace and typtype in ('e', 'd')
    union all
    select 'extension ' || extname from pg_extension where extname <> 'plpgsql'
    order by line";
