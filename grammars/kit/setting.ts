import type { SettingBody } from '../../src/core/fact.ts';

/** A setting as a text states it. SQL NULL reads as the empty string: KingbaseES in Oracle mode shows an unset value so. */
export function settingBody(name: string, value: string | null, via: SettingBody['via'], more: Partial<SettingBody> = {}): SettingBody {
  return {
    kind: 'setting',
    program: 'server',
    name: name.toLowerCase(),
    value: value ?? '',
    unit: null,
    context: null,
    source: null,
    sourceFile: null,
    sourceLine: null,
    pendingRestart: null,
    via,
    file: null,
    applied: null,
    error: null,
    ...more,
  };
}
