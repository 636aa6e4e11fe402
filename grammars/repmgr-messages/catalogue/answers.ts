import type { Wordings } from '../../kit/wording.ts';

/** What the server answers to repmgr's own queries; repmgr quotes it below its message. */
export const ANSWERS = {
  'metadata.relation-missing': [
    'relation "repmgr.{name}" does not exist',
    'schema "repmgr" does not exist',
    '关系 "repmgr.{name}" 不存在',
    '模式 "repmgr" 不存在',
  ],
  'metadata.no-permission': [
    'permission denied for <table|schema|relation|function> {name}',
    '对表 {name} 权限不够',
    '对模式 {name} 权限不够',
  ],
} as const satisfies Wordings;
