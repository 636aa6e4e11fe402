import { createToken } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { Anything, Blank } from '../kit/tokens.ts';

/** `Node "node1":`, with a typographic quote where an editor put one in. */
export const Head = createToken({ name: 'Head', pattern: /Node ["“”][^"“”\n]*["“”]:[ \t]*(?![!-\uFFFF])/ });
export const Label = createToken({
  name: 'Label',
  pattern:
    /(?:Server role|Replication lag|WAL archiving|Upstream connection|Downstream servers|(?:Missing (?:physical )?r|R)eplication slots|Configured data directory)[ \t]*[:：]/,
});
/** `"WAL archiving","CRITICAL"` of --csv; two columns of node status are told apart by the second. */
export const CsvLabel = createToken({
  name: 'CsvLabel',
  pattern:
    /"(?:Server role|Replication lag|WAL archiving|Upstream connection|Downstream servers|(?:Missing (?:physical )?r|R)eplication slots|Configured data directory|Node name|Node ID)",/,
});
/** `REPMGR_ARCHIVE_READY CRITICAL: …` of --nagios. */
export const Nagios = createToken({
  name: 'Nagios',
  pattern:
    /REPMGR(?:D|_(?:SERVER_ROLE|REPLICATION_LAG|ARCHIVE_READY|UPSTREAM_SERVER|DOWNSTREAM_SERVERS|INACTIVE_SLOTS|MISSING_SLOTS|DATA_DIRECTORY))(?![!-\uFFFF])/,
});
export const Status = createToken({ name: 'Status', pattern: /(?:OK|WARNING|CRITICAL|UNKNOWN)(?![0-9A-Za-z_])/ });
/** `--status=CRITICAL`, `--files=134`, `--repmgrd=OK` of --optformat. */
export const Option = createToken({
  name: 'Option',
  pattern:
    /--(?:status|files|lag|threshold|connection|configured-data-directory|repmgrd|db-connection|replication-config-owner|error)=[!-\uFFFF]*/,
});
/** `(134 pending …)`, `: detail`, `,"detail"`: the rest of the line. */
export const Detail = createToken({ name: 'Detail', pattern: /[(（:,"“][^\n]*/ });
export const Foreign = createToken({ name: 'Foreign', pattern: /[!-\uFFFF]+/ });

export const tokens = [Blank, Head, Label, CsvLabel, Nagios, Status, Option, Detail, Foreign, Anything];
export const lexer = lexerOf(tokens);
