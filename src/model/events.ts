import type { SystemEvent } from '../../grammars/journal/wordings.ts';
import type { ScriptEvent } from '../../grammars/kes-scripts/facts.ts';
import type { ServerEvent } from '../../grammars/kit/server-messages/catalogue/index.ts';
import type { CONTAINER } from '../../grammars/kit/wordings/container.ts';
import type { ToolEvent } from '../../grammars/pg-tools/facts.ts';
import type { RepmgrEvent } from '../../grammars/repmgr-messages/catalogue/index.ts';

/** Every name that a message can have: a misspelt one does not compile. */
export type EventName = RepmgrEvent | ServerEvent | SystemEvent | ToolEvent | ScriptEvent | keyof typeof CONTAINER;
