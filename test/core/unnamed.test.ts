import { describe, expect, it } from 'vitest';
import { fill, texts, UNNAMED } from '../../src/core/text.ts';

const said = texts({
  runs: { en: 'On {node} `{command}` follows {upstream}.', 'zh-CN': '{node} 上的 `{command}` 跟随 {upstream} 运行。' },
});

describe('what the bundle gives no name', () => {
  it('is said in the language of the report, without the blanks that a name has', () => {
    const message = said.runs({ node: UNNAMED.node, command: 'repmgrd', upstream: UNNAMED.upstream });
    expect(fill(message, 'en')).toBe('On this node `repmgrd` follows its upstream.');
    expect(fill(message, 'zh-CN')).toBe('该节点上的 `repmgrd` 跟随其上游运行。');
  });

  it('leaves names as they are', () => {
    const message = said.runs({ node: 'n1', command: 'repmgrd', upstream: 'n2' });
    expect(fill(message, 'zh-CN')).toBe('n1 上的 `repmgrd` 跟随 n2 运行。');
  });
});
