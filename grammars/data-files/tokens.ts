import { createToken } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { Anything, Integer, Lsn, Space } from '../kit/tokens.ts';

export const Comment = createToken({ name: 'Comment', pattern: /#[^\n]*/ });
/** The labels of backup_label, of the label file in the archive (`….backup`) and of tablespace-free copies of them. */
export const Label = createToken({
  name: 'Label',
  pattern:
    /(?:START WAL LOCATION|STOP WAL LOCATION|CHECKPOINT LOCATION|BACKUP METHOD|BACKUP FROM|START TIME|STOP TIME|LABEL|START TIMELINE|STOP TIMELINE|INCREMENTAL FROM LSN|INCREMENTAL FROM TLI):/,
});
export const Text = createToken({ name: 'Text', pattern: /[!-\uFFFF][^\n]*/ });

export const tokens = [Space, Comment, Label, Lsn, Integer, Text, Anything];
export const lexer = lexerOf(tokens);
