import { text, texts } from '../core/text.ts';
import { seenInMessages } from './messages.ts';
import { defineSymptom } from './symptom.ts';

const said = texts(() => ({
  seen: { en: 'a configuration file is refused: {text}', 'zh-CN': '配置文件被拒绝：{text}' },
}));

const EVENTS = [
  'config.errors',
  'config.required-missing',
  'config.value-invalid',
  'config.syntax-error',
  'config.file-missing',
  'config.retained',
  'config.conninfo-invalid',
  'reload.rejected',
  'reload.syntax-error',
  'reload.invalid-value',
  'reload.partly-applied',
  'reload.hba-rejected',
  'reload.unknown-parameter',
  'startup.settings-error',
] as const;

export const configurationRefused = defineSymptom({
  id: 'configuration-refused',
  title: text({ en: 'A configuration file is refused', 'zh-CN': '配置文件有误' }),
  detect: (cluster) => seenInMessages(cluster, EVENTS, said.seen),
});
