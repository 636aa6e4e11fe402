import { describe, expect, it } from 'vitest';
import { kingbasees } from '../../src/flavours/kingbasees.ts';
import { postgresql } from '../../src/flavours/postgresql.ts';
import { templateIn } from '../../src/flavours/wording.ts';

const both = (en: string) => ({ en, 'zh-CN': en });

describe("the product's names in the report's own sentences", () => {
  it.each([
    ['pg_rewind on {node} needs WAL', 'sys_rewind on {node} needs WAL'],
    ['`pg_ctl` and `pg_hba.conf`', '`sys_ctl` and `sys_hba.conf`'],
    ['`postgresql.auto.conf`, not `postgresql.conf`', '`kingbase.auto.conf`, not `kingbase.conf`'],
    ['the view pg_stat_replication, pg_ctlcluster', 'the view pg_stat_replication, pg_ctlcluster'],
    ['/etc/postgresql.conf.d/x and /a/pg_ctl', '/etc/postgresql.conf.d/x and /a/pg_ctl'],
  ])('%s', (written, expected) => {
    for (const lang of ['en', 'zh-CN'] as const) {
      expect(templateIn(both(written), kingbasees, lang)).toBe(expected);
      expect(templateIn(both(written), postgresql, lang)).toBe(written);
    }
  });
});
