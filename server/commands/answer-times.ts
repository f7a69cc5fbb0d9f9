// How long a question "are you sure" may be answered (COMMANDS.md), ms.
export const CONFIRM_MS = { button: 60_000, chat: 30_000 } as const;
