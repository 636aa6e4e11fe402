/**
 * The collector: one POSIX `sh` script that gathers a bundle on a node. It reads only, never asks, bounds every command in time and
 * every file in size, strikes out secrets, and says in a manifest what could not be had and why.
 */
import { quoteForShell } from '../../grammars/shell/quote.ts';
import { fill, type Lang } from '../core/text.ts';
import type { Flavour } from '../flavours/flavour.ts';
import { kingbasees } from '../flavours/kingbasees.ts';
import { postgresql } from '../flavours/postgresql.ts';
import { Cluster } from '../model/cluster.ts';
import { type Item, itemsOf } from './items.ts';

const FLAVOURS: readonly Flavour[] = [postgresql, kingbasees];

/** The script, for both products; `lang` is that of what it says to the person who runs it. */
export function collectorScript(version: string): string {
  const parts = FLAVOURS.map((flavour) => ({ flavour, items: itemsOf(new Cluster([], flavour)) }));
  return HEAD.replaceAll('@VERSION@', version)
    .replace('@DISCOVERY@', () => parts.map((part) => discovery(part.flavour)).join('\n'))
    .replace('@DESCRIBE@', () =>
      description(parts[0]?.items ?? [], 'en')
        .map((line) => `  say ${quoteForShell(line)}`)
        .join('\n'),
    )
    .replace('@ITEMS@', () => parts.map((part) => taking(part.flavour, part.items)).join('\n'));
}

/** What will be read, a line each. */
export function description(items: readonly Item[], lang: Lang): string[] {
  const width = Math.max(...items.map((item) => item.file.length));
  return items.map((item) => `  ${item.file.padEnd(width)}  ${fill(item.what, lang)}`);
}

export const describedItems = (): Item[] => itemsOf(new Cluster([], postgresql));

/** The names of one product, for the part of the script that looks for the server. */
function discovery(flavour: Flavour): string {
  const { files } = flavour;
  return `  ${flavour.name})
    main=${quoteForShell(files.main)} log_dir=${quoteForShell(flavour.logDir)} bin_parameter=${quoteForShell(flavour.binDirParameter)}
    usual_bins=${quoteForShell(flavour.usualBinDirs.join(' '))}
    ;;`;
}

function taking(flavour: Flavour, items: readonly Item[]): string {
  const takes = items.flatMap((item) => item.commands.map((command) => `    take ${item.file} ${quoteForShell(command)}`));
  return `  ${flavour.name})\n${takes.join('\n')}\n    ;;`;
}

const HEAD = String.raw`#!/bin/sh
# repmgr-doctor @VERSION@ collector: gathers what repmgr-doctor reads, on one node, into one archive.
# Reads only. Asks nothing. Needs no root: run it as the OS user of the server.
#
#   sh collect.sh --describe     what it would read, and from where
#   sh collect.sh                writes ./repmgr-doctor-HOST-TIME.tar.gz
#
# Options, where it does not find something by itself:
#   -D DIR          data directory            --bin-dir DIR      directory of the server's programs
#   -f FILE         repmgr configuration      --archive-dir DIR  directory that WAL is archived to
#   -o DIR          where the archive goes    --seconds N        limit of each command (20)
#   --log-kib N     end of each log (4096)    --flavour NAME     postgresql or kingbasees
set -u
umask 077
LC_ALL=C
export LC_ALL
unset CDPATH ENV BASH_ENV
PGCONNECT_TIMEOUT=5 PGAPPNAME=repmgr-doctor PGOPTIONS='-c statement_timeout=15000 -c default_transaction_read_only=on'
export PGCONNECT_TIMEOUT PGAPPNAME PGOPTIONS

DATA_DIR=; BIN_DIR=; REPMGR_CONF=; CONNINFO=; ARCHIVE_DIR=; flavour=; target=.; seconds=20; log_kib=4096; describe=

say() { printf '%s\n' "$*"; }
fail() { printf 'collect: %s\n' "$*" >&2; exit 2; }
need() { [ "$1" -ge 2 ] || fail "$2 needs a value"; }

while [ $# -gt 0 ]; do
  case $1 in
    --describe) describe=1 ;;
    -D) need $# "$1"; DATA_DIR=$2; shift ;;
    -f) need $# "$1"; REPMGR_CONF=$2; shift ;;
    -o) need $# "$1"; target=$2; shift ;;
    --bin-dir) need $# "$1"; BIN_DIR=$2; shift ;;
    --archive-dir) need $# "$1"; ARCHIVE_DIR=$2; shift ;;
    --seconds) need $# "$1"; seconds=$2; shift ;;
    --log-kib) need $# "$1"; log_kib=$2; shift ;;
    --flavour) need $# "$1"; flavour=$2; shift ;;
    -h | --help)
      [ -f "$0" ] || fail 'save the script to a file to read its help: sh collect.sh --help'
      sed -n '2,/^set -u/{/^set -u/!s/^# \{0,1\}//p;}' "$0"; exit 0 ;;
    *) fail "unknown option: $1; --help lists them" ;;
  esac
  shift
done
case $seconds in '' | *[!0-9]*) fail "--seconds needs a number" ;; esac
case $log_kib in '' | *[!0-9]*) fail "--log-kib needs a number" ;; esac
case $flavour in '' | postgresql | kingbasees) ;; *) fail "--flavour is postgresql or kingbasees" ;; esac

host=$(uname -n 2>/dev/null || hostname)
user=$(id -un 2>/dev/null || echo '?')

# ---- what runs here -------------------------------------------------------------------------------------------------------
# one line for each process: pid, user, arguments
processes() { ps -eo pid,user,args 2>/dev/null || ps -o pid,user,args 2>/dev/null || ps; }

# a server is the process that was started as such, not its children ("postgres: checkpointer")
servers() {
  processes | awk '{ n = split($3, path, "/"); if (path[n] == "postgres" || path[n] == "postmaster" || path[n] == "kingbase") print }'
}

# the value of an option in a line of arguments: argument LINE -D
argument() {
  printf '%s\n' "$1" | awk -v want="$2" '{
    for (i = 1; i <= NF; i++) {
      if ($i == want && i < NF) { print $(i + 1); exit }
      if (index($i, want) == 1 && length($i) > length(want)) { value = substr($i, length(want) + 1); sub(/^=/, "", value); print value; exit }
    }
  }'
}

# the last value of a parameter in a file of "name = value" lines, quotes taken off
parameter() {
  [ -r "$1" ] || return 0
  sed -n "s/^[[:space:]]*$2[[:space:]]*=\{0,1\}[[:space:]]*\(.*\)/\1/p" "$1" | tail -n 1 |
    sed -e "s/^'\(\([^']\|''\)*\)'.*/\1/" -e "s/^\"\([^\"]*\)\".*/\1/" -e "s/''/'/g" -e 's/[[:space:]]*#.*$//' -e 's/[[:space:]]*$//'
}

first_that() { # first_that -r PATH...: the first path that passes a test
  test_=$1; shift
  for path in "$@"; do test "$test_" "$path" && { printf '%s\n' "$path"; return 0; }; done
  return 0
}

line=$(servers | { if [ -n "$DATA_DIR" ]; then grep -F -- "$DATA_DIR"; else cat; fi; } | head -n 1)
others=$(servers | wc -l | tr -d ' ')
pid=$(printf '%s' "$line" | awk '{ print $1 }')
server_user=$(printf '%s' "$line" | awk '{ print $2 }')
program=$(printf '%s' "$line" | awk '{ print $3 }')

if [ -z "$flavour" ]; then
  case $program in
    */kingbase | kingbase) flavour=kingbasees ;;
    ?*) flavour=postgresql ;;
    *) if [ -d "$DATA_DIR/sys_wal" ] || [ -n "$(command -v sys_ctl)" ] || [ -d /home/kingbase/cluster ]; then flavour=kingbasees; else flavour=postgresql; fi ;;
  esac
fi
case $flavour in
@DISCOVERY@
esac

[ -n "$DATA_DIR" ] || DATA_DIR=$(argument "$line" -D)
[ -n "$DATA_DIR" ] || { [ -n "$pid" ] && DATA_DIR=$(readlink "/proc/$pid/cwd" 2>/dev/null); }
if [ -z "$BIN_DIR" ] && [ -n "$pid" ]; then
  case $program in
    /*) BIN_DIR=$(dirname "$program") ;;
    *) exe=$(readlink "/proc/$pid/exe" 2>/dev/null) && BIN_DIR=$(dirname "$exe") ;;
  esac
fi

if [ -z "$REPMGR_CONF" ]; then
  daemon=$(processes | awk '{ n = split($3, path, "/"); if (path[n] == "repmgrd") { print; exit } }')
  REPMGR_CONF=$(argument "$daemon" -f)
  [ -n "$REPMGR_CONF" ] || REPMGR_CONF=$(argument "$daemon" --config-file)
  # shellcheck disable=SC2086
  [ -n "$REPMGR_CONF" ] || REPMGR_CONF=$(first_that -r "\${BIN_DIR:-/nowhere}/../etc/repmgr.conf" "\${BIN_DIR:-/nowhere}/repmgr.conf" /etc/repmgr/*/repmgr.conf /etc/repmgr.conf "\${HOME:-/nowhere}/repmgr.conf" "\${DATA_DIR:-/nowhere}/../repmgr.conf")
fi
if [ -n "$REPMGR_CONF" ]; then
  [ -n "$DATA_DIR" ] || DATA_DIR=$(parameter "$REPMGR_CONF" data_directory)
  [ -n "$BIN_DIR" ] || BIN_DIR=$(parameter "$REPMGR_CONF" "$bin_parameter")
  CONNINFO=$(parameter "$REPMGR_CONF" conninfo)
fi
if [ -z "$BIN_DIR" ]; then
  # shellcheck disable=SC2086
  BIN_DIR=$(first_that -d $usual_bins)
fi
[ -n "$BIN_DIR" ] && PATH=$PATH:$BIN_DIR
export PATH
# without a registered conninfo: the socket and the port that the server wrote into its PID file, and its maintenance database
if [ -z "$CONNINFO" ]; then
  pid_file=$(first_that -r "\${DATA_DIR:-/nowhere}/postmaster.pid" "\${DATA_DIR:-/nowhere}/kingbase.pid")
  [ -n "$pid_file" ] && port=$(sed -n 4p "$pid_file") && socket=$(sed -n 5p "$pid_file" | tr -d ' ')
  case \${port:-} in *[!0-9]*) port= ;; esac
  CONNINFO="\${socket:+host=$socket }\${port:+port=$port }dbname=$([ "$flavour" = kingbasees ] && echo test || echo postgres) connect_timeout=5"
fi

config=$(first_that -r "\${DATA_DIR:-/nowhere}/$main" "$(argument "$line" config_file)" "$(printf '%s\n' "$line" | sed -n 's/.*config_file=\([^ ]*\).*/\1/p')")
auto=$(printf '%s\n' "\${DATA_DIR:-/nowhere}/$main" | sed 's/\.conf$/.auto.conf/')
if [ -z "$ARCHIVE_DIR" ]; then
  for file in "$auto" "\${DATA_DIR:-/nowhere}/es_rep.conf" "$config"; do
    [ -n "$file" ] || continue
    ARCHIVE_DIR=$(parameter "$file" archive_command | sed -n 's/.*[[:space:]"'"'"'=]\(\/[^[:space:]"'"'"']*\)\/%f.*/\1/p')
    [ -n "$ARCHIVE_DIR" ] && break
  done
fi
CONF_DIR=; [ -n "$config" ] && CONF_DIR=$(dirname "$config")
export DATA_DIR BIN_DIR CONF_DIR REPMGR_CONF CONNINFO ARCHIVE_DIR

# ---- logs -----------------------------------------------------------------------------------------------------------------
newest() { ls -t -- "$@" 2>/dev/null | head -n 2; }
log_directory=$(parameter "$auto" log_directory); [ -n "$log_directory" ] || log_directory=$(parameter "$config" log_directory)
case $log_directory in '') log_directory=\${DATA_DIR:-/nowhere}/$log_dir ;; /*) ;; *) log_directory=\${DATA_DIR:-/nowhere}/$log_directory ;; esac
repmgr_log=; [ -n "$REPMGR_CONF" ] && repmgr_log=$(parameter "$REPMGR_CONF" log_file)
cluster_name=$(basename "\${DATA_DIR:-/nowhere}")
version_name=$(basename "$(dirname "\${DATA_DIR:-/nowhere}")")
# where the server prints to before its own log is open, or always: pg_ctl -l FILE
start_log=
if [ -n "$REPMGR_CONF" ]; then start_log=$(parameter "$REPMGR_CONF" service_start_command | sed -n 's/.*[[:space:]]-l[[:space:]=]*\([^[:space:]]*\).*/\1/p'); fi
logs() {
  for printed in "$start_log" "$([ -n "$pid" ] && readlink "/proc/$pid/fd/2" 2>/dev/null)"; do
    case $printed in /*) [ -f "$printed" ] && say "$printed" ;; esac
  done
  newest "$log_directory"/*.log "$log_directory"/*.csv "$log_directory"/*.json
  newest "/var/log/postgresql/postgresql-$version_name-$cluster_name.log"
  [ -n "$repmgr_log" ] && [ -r "$repmgr_log" ] && say "$repmgr_log"
  first_that -r /var/log/repmgr/repmgrd.log /var/log/postgresql/repmgrd.log
  [ -n "$BIN_DIR" ] && newest "$BIN_DIR"/../log/*.log "$BIN_DIR"/hamgr.log "$BIN_DIR"/kbha.log "$BIN_DIR"/../hamgr.log "$BIN_DIR"/../kbha.log
}

if [ -n "$describe" ]; then
  say "On $host as $user, read only; $([ -n "$pid" ] && echo "a server runs (process $pid of $server_user)" || echo 'no running server was found')."
  for found in "product: $flavour" "data directory: \${DATA_DIR:-not found, give -D DIR}" "programs: \${BIN_DIR:-not found, give --bin-dir DIR}" "repmgr configuration: \${REPMGR_CONF:-not found, give -f FILE}" "archive directory: \${ARCHIVE_DIR:-not found, give --archive-dir DIR}"; do say "  $found"; done
  say 'Into these files, each command at most '"$seconds"' seconds, secrets struck out:'
@DESCRIBE@
  say "  logs/  the last $log_kib KiB of each:"
  logs | sort -u | sed 's/^/    /'
  exit 0
fi

# ---- taking ---------------------------------------------------------------------------------------------------------------
# passwords, keys and hashes are struck out before anything is written
mask() {
  sed -e '/BEGIN [A-Z ]*PRIVATE KEY/,/END [A-Z ]*PRIVATE KEY/s/.*/[redacted]/' \
    -e 's/\([Pp][Aa][Ss][Ss][Ww]\(or\)\{0,1\}[Oo]\{0,1\}[Rr]\{0,1\}[Dd]\{0,1\}[[:space:]]*[=:][[:space:]]*\)\("[^"]*"\|'"'[^']*'"'\|[^[:space:],;|)]*\)/\1[redacted]/g' \
    -e 's/\(PGPASSWORD=\)[^[:space:]]*/\1[redacted]/g' \
    -e 's/\(\(ldapbindpasswd\|radiussecrets\|secret_key\|secret_access_key\|access_key\|api_key\|token\)"\{0,1\}[[:space:]]*[=:][[:space:]]*\)\("[^"]*"\|[^[:space:],;|]*\)/\1[redacted]/g' \
    -e 's#\(://[^:/@[:space:]]*:\)[^@[:space:]]*@#\1[redacted]@#g' \
    -e 's/md5[0-9a-f]\{32\}/[redacted]/g' -e 's/SCRAM-SHA-256\$[^[:space:]"]*/[redacted]/g'
}

# what spoils a bundle is told at once, not only in it
warning=
if [ -n "$DATA_DIR" ] && [ ! -d "$DATA_DIR" ]; then warning="$user sees no directory $DATA_DIR: give another -D, or run it as the OS user of the server"
elif [ -n "$server_user" ] && [ "$server_user" != "$user" ]; then warning="run as $user, the server runs as $server_user: what only $server_user may read is missing; better run it as $server_user"
elif [ -z "$DATA_DIR" ]; then warning='no data directory was found: give -D DIR'
fi
[ -z "$warning" ] || say "collect: $warning" >&2

work=$(mktemp -d "\${TMPDIR:-/tmp}/repmgr-doctor.XXXXXX") || fail 'cannot make a temporary directory'
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
name=$(printf '%s' "$host" | tr -c 'A-Za-z0-9._-' _)
bundle=$work/$name
mkdir -p "$bundle/logs"
manifest=$bundle/manifest.md

if timeout 5 true 2>/dev/null; then bounded() { timeout "$seconds" sh -c "$1"; }
elif timeout -t 5 true 2>/dev/null; then bounded() { timeout -t "$seconds" sh -c "$1"; }
else
  # what a killed shell has started goes on; its output goes to a file, so that nobody waits for it, and it is ended where ps can name it
  bounded() {
    ( ulimit -f 16384; exec sh -c "$1" ) >"$work/raw" 2>&1 & child=$!
    ( sleep "$seconds"; below=$(ps -e -o pid,ppid 2>/dev/null | awk -v of="$child" '$2 == of { print $1 }'); kill $below "$child" ) >/dev/null 2>&1 & guard=$!
    wait "$child"; code=$?
    kill "$guard" 2>/dev/null
    cat "$work/raw"
    return $code
  }
fi

# a command as it is shown above its output: the variables replaced by what they hold
shown() {
  text=$1
  for variable in DATA_DIR BIN_DIR CONF_DIR REPMGR_CONF CONNINFO ARCHIVE_DIR; do
    eval "value=\$$variable"
    case $value in *[!A-Za-z0-9_./:@%+,=-]*) value="'$(printf '%s' "$value" | sed "s/'/'\\\\''/g")'" ;; esac
    while :; do
      case $text in
        *"\"\$$variable\""*) text=\${text%%"\"\$$variable\""*}$value\${text#*"\"\$$variable\""} ;;
        *) break ;;
      esac
    done
  done
  printf '%s' "$text"
}

# take FILE COMMAND: the command and what it prints, at most 8 MiB, as a terminal would show it
take() {
  missing=
  for variable in DATA_DIR BIN_DIR CONF_DIR REPMGR_CONF ARCHIVE_DIR; do
    case $2 in *"\$$variable"*) eval "[ -n \"\$$variable\" ]" || missing="$missing $variable" ;; esac
  done
  if [ -n "$missing" ]; then say "- $1: not taken, not found:$missing" >>"$manifest"; return 0; fi
  { printf '[%s@%s ~]$ ' "$user" "$host"; shown "$2"; echo; } | mask >>"$bundle/$1"
  : >"$work/code"
  { bounded "$2" 2>&1 </dev/null; echo $? >"$work/code"; } | head -c 8388608 | mask >"$work/out"
  cat "$work/out" >>"$bundle/$1"
  code=$(cat "$work/code")
  case $code in
    0 | 25) ;; # 25: repmgr answers, and what it tells is not well
    124 | 143) say "- $1: cut after $seconds seconds" >>"$manifest" ;;
    *) say "- $1: exit $code: $(tail -n 1 "$work/out" | cut -c 1-200)" >>"$manifest" ;;
  esac
}

{
  say "# Bundle of $host"
  say
  say "Taken by repmgr-doctor @VERSION@ as $user at $(date '+%Y-%m-%d %H:%M:%S %z'). Secrets are struck out."
  say
  say "- product: $flavour"
  say "- data directory: \${DATA_DIR:-not found}"
  say "- programs: \${BIN_DIR:-not found}"
  say "- repmgr configuration: \${REPMGR_CONF:-not found}"
  [ -n "$pid" ] || say '- no running server was found'
  [ "$others" -gt 1 ] && say "- $others servers run on this host; this bundle is of $DATA_DIR"
  [ -n "$warning" ] && say "- $warning"
  say
  say '## What could not be had'
  say
} >"$manifest"

case $flavour in
@ITEMS@
esac

{
  say
  say '## What was taken'
  say
  ( cd "$bundle" && for file in *.txt; do say "- $file: $(wc -c <"$file" | tr -d ' ') bytes"; done )
} >>"$manifest"

logs | sort -u | while IFS= read -r log; do
  if [ -r "$log" ]; then
    tail -c "$((log_kib * 1024))" "$log" | mask >"$bundle/logs/$(printf '%s' "$log" | sed 's#^/##; s#[^A-Za-z0-9._-]#_#g')"
    say "- logs: $log, $(wc -c <"$log" | tr -d ' ') bytes, its last $log_kib KiB" >>"$manifest"
  else
    say "- logs: $log cannot be read as $user" >>"$manifest"
  fi
done

archive=$target/repmgr-doctor-$name-$(date '+%Y%m%d-%H%M%S').tar.gz
( cd "$work" && tar -cf - "$name" ) | gzip -c >"$archive" || fail "cannot write $archive"
say "$archive"
say "  could not be had: $(grep -c ': not taken\|: exit\|: cut\|cannot be read' "$manifest") items (see manifest.md in it). Next, where repmgr-doctor is: repmgr-doctor diagnose \${archive##*/}" >&2
`.replaceAll('\\${', '${');
