import { settingBody } from '../../kit/setting.ts';
import { productVersion } from './functions.ts';
import { placeOf, type Relation } from './relation.ts';

/** The answer to `SHOW name`: one column, headed by the setting. */
export const show: Relation = {
  name: 'show',
  positions: [],
  freeColumn: null,
  recognises: () => false,
  open: (result) => ({
    row(record) {
      const name = result.query?.shows ?? result.columns[0] ?? '';
      const value = Object.values(record.values)[0] ?? '';
      result.emit(settingBody(name, value, 'show'), placeOf(record));
      const version = name === 'server_version' ? productVersion(/^V/.test(value) ? `KingbaseES ${value}` : `PostgreSQL ${value}`) : null;
      if (version !== null) result.emit(version, placeOf(record));
    },
  }),
};
