# Sourced by the wrappers: the data directory of a call, and the KingbaseES names of the files in it.
real=/usr/lib/postgresql/15/bin
here=$(dirname "$0")

data_directory() {
  found=${PGDATA:-}
  last=
  for word in "$@"; do
    case $last in -D | --pgdata | --target-pgdata) found=$word ;; esac
    case $word in --pgdata=* | --target-pgdata=*) found=${word#*=} ;; esac
    last=$word
  done
  echo "$found"
}

# The links are left out by a clone, so every start makes them anew.
name_files() {
  for name in postgresql:kingbase pg_hba:sys_hba pg_ident:sys_ident; do
    link=$1/${name%:*}.conf
    file=$1/${name#*:}.conf
    if [ -f "$link" ] && [ ! -L "$link" ]; then mv "$link" "$file"; fi
    if [ -f "$file" ]; then ln -sf "$(basename "$file")" "$link"; fi
  done
  ln -sfn postgresql.auto.conf "$1/kingbase.auto.conf"
  if [ -d "$1/sys_wal" ] && [ ! -L "$1/sys_wal" ]; then rm -rf "$1/sys_wal"; fi
  ln -sfn pg_wal "$1/sys_wal"
}
