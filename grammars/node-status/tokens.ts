import { createToken } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { Anything, Blank } from '../kit/tokens.ts';

/** `Node "node1":` */
export const Head = createToken({ name: 'Head', pattern: /Node ["“”][^"“”\n]*["“”]:[ \t]*(?![!-\uFFFF])/ });
const KEYS =
  '(?:(?:PostgreSQL|Kingbase(?:ES)?) version|Total data size|Conninfo|System identifier|Role|WAL archiving|Archive command|WALs pending archiving|Replication connections|Replication slots|Upstream node|Replication lag|Last received LSN|Last replayed LSN)';
/** The keys of every version, KingbaseES's first line included. */
export const Key = createToken({ name: 'Key', pattern: new RegExp(`${KEYS}[ \\t]*[:：]`) });
/** `"Archive command",` of --csv. */
export const CsvKey = createToken({
  name: 'CsvKey',
  pattern: new RegExp(
    `"(?:${KEYS}|Node name|Node ID|max_wal_senders|occupied_wal_senders|max_replication_slots|active_replication_slots|inactive_replica(?:tion|ction)_slots|inactive_replaction_slots|missing_replication_slots)",`,
  ),
});
/** `--state=SHUTDOWN --last-checkpoint-lsn=0/9000028` of --is-shutdown-cleanly. */
export const Option = createToken({ name: 'Option', pattern: /--(?:state|last-checkpoint-lsn)=[!-\uFFFF]*/ });
export const Value = createToken({ name: 'Value', pattern: /[!-\uFFFF][^\n]*/ });

export const tokens = [Blank, Head, Key, CsvKey, Option, Value, Anything];
export const lexer = lexerOf(tokens);
