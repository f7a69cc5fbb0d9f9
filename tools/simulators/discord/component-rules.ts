// Rows, buttons and selects of a message, and the inputs of a modal, as the platform accepts them. zod says the shape; each check names
// its rule. Components v2 and premium buttons are not simulated.
import { z } from 'zod';
import { broke, type Problem } from './refusal.ts';
import type { RestRuleId } from './rules.ts';
import type { Row } from './world.ts';

export const COMPONENT = {
  row: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  channelSelect: 8,
  label: 18,
} as const;
const BUTTON_STYLE = { link: 5, premium: 6 } as const;
const ROWS = 5;
const IN_A_ROW = 5;
const LABEL_CHARS = 80;
const CUSTOM_ID_CHARS = 100;
const OPTIONS = 25;
const OPTION_CHARS = 100;
const PLACEHOLDER_CHARS = 150;
const MODAL_TITLE_CHARS = 45;
const MODAL_LABEL_CHARS = 45;
const INPUT_CHARS = 4000;

const customId = z.string().min(1, broke('custom-id-length')).max(CUSTOM_ID_CHARS, broke('custom-id-length'));
const emoji = z.object({ id: z.string().nullish(), name: z.string().nullish(), animated: z.boolean().optional() });

function flag(context: z.RefinementCtx, rule: RestRuleId, path: string): void {
  context.addIssue({ code: 'custom', message: rule, path: [path] });
}

const button = z
  .object({
    type: z.literal(COMPONENT.button),
    style: z.int(broke('button-style')).min(1, broke('button-style')).max(6, broke('button-style')),
    label: z.string().max(LABEL_CHARS, broke('button-label')).optional(),
    emoji: emoji.optional(),
    custom_id: customId.optional(),
    url: z.string().optional(),
    disabled: z.boolean().optional(),
  })
  .superRefine((it, context) => {
    if (it.style === BUTTON_STYLE.premium) flag(context, 'not-simulated', 'style');
    else if (it.style === BUTTON_STYLE.link) {
      if (it.custom_id !== undefined) flag(context, 'link-custom-id', 'custom_id');
      if (it.url === undefined) flag(context, 'link-url', 'url');
      else if (!/^(https?|discord):\/\/\S+$/.test(it.url)) flag(context, 'embed-url', 'url');
    } else {
      if (it.url !== undefined) flag(context, 'button-url', 'url');
      if (it.custom_id === undefined) flag(context, 'button-custom-id', 'custom_id');
    }
    if (it.style !== BUTTON_STYLE.premium && !it.label && !it.emoji) flag(context, 'button-empty', 'label');
  });

const optionText = z.string().min(1, broke('select-option-text')).max(OPTION_CHARS, broke('select-option-text'));
const selectCommon = {
  custom_id: customId,
  placeholder: z.string().max(PLACEHOLDER_CHARS, broke('select-placeholder')).optional(),
  min_values: z.int().min(0).max(OPTIONS).optional(),
  max_values: z.int().min(1).max(OPTIONS).optional(),
  disabled: z.boolean().optional(),
};
const stringSelect = z.object({
  type: z.literal(COMPONENT.stringSelect),
  ...selectCommon,
  options: z
    .array(
      z.object({
        label: optionText,
        value: optionText,
        description: z.string().max(OPTION_CHARS, broke('select-option-text')).optional(),
        emoji: emoji.optional(),
        default: z.boolean().optional(),
      }),
    )
    .min(1, broke('select-options'))
    .max(OPTIONS, broke('select-options'))
    .refine(
      (options) => new Set(options.map((option) => option.value)).size === options.length,
      broke('select-option-duplicate'),
    ),
});
const entitySelect = z.object({
  type: z.int().min(COMPONENT.userSelect).max(COMPONENT.channelSelect),
  ...selectCommon,
});

const inRow = z.looseObject({ type: z.int() }).transform((raw, context) => {
  const schema =
    raw.type === COMPONENT.button ? button : raw.type === COMPONENT.stringSelect ? stringSelect : entitySelect;
  if (schema === entitySelect && (raw.type < COMPONENT.userSelect || raw.type > COMPONENT.channelSelect)) {
    flag(context, 'component-type', 'type');
    return z.NEVER;
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues)
    context.addIssue({ code: 'custom', message: issue.message, path: issue.path });
  return z.NEVER;
});

const row = z
  .object({
    type: z.literal(COMPONENT.row, broke('component-type')),
    components: z.array(inRow).min(1, broke('row-components')).max(IN_A_ROW, broke('row-components')),
  })
  .refine(
    (it) => it.components.length === 1 || it.components.every((part) => part.type === COMPONENT.button),
    broke('row-mixed'),
  );

export const rowsSchema = z.array(row).max(ROWS, broke('row-count'));

/** custom_ids that occur a second time, at their path below `components`. */
export function duplicateCustomIds(rows: readonly Row[]): Problem[] {
  const seen = new Set<string>();
  return rows.flatMap((each, rowIndex) =>
    each.components.flatMap((part, index) => {
      if (part.custom_id === undefined) return [];
      if (!seen.has(part.custom_id)) {
        seen.add(part.custom_id);
        return [];
      }
      return [
        { rule: 'custom-id-duplicate' as const, path: ['components', rowIndex, 'components', index, 'custom_id'] },
      ];
    }),
  );
}

const textInput = z.object({
  type: z.literal(COMPONENT.textInput, broke('component-type')),
  custom_id: customId,
  style: z.int().min(1, broke('enum')).max(2, broke('enum')),
  label: z.string().min(1, broke('modal-label')).max(MODAL_LABEL_CHARS, broke('modal-label')).optional(),
  min_length: z.int().min(0).max(INPUT_CHARS).optional(),
  max_length: z.int().min(1).max(INPUT_CHARS).optional(),
  required: z.boolean().optional(),
  value: z.string().max(INPUT_CHARS).optional(),
  placeholder: z.string().max(100).optional(),
});
const labelled = z
  .object({
    type: z.literal(COMPONENT.label),
    label: z.string().min(1, broke('modal-label')).max(MODAL_LABEL_CHARS, broke('modal-label')),
    description: z.string().max(100).optional(),
    component: textInput,
  })
  .transform((it) => ({ wrapper: COMPONENT.label, label: it.label, input: it.component }));
const inputRow = z
  .object({ type: z.literal(COMPONENT.row), components: z.array(textInput).length(1, broke('row-components')) })
  .transform((it, context) => {
    const input = it.components[0];
    if (input?.label !== undefined) return { wrapper: COMPONENT.row, label: input.label, input };
    flag(context, 'modal-label', 'components');
    return z.NEVER;
  });

/** A form; every input comes with its label, whichever of the two wrappers it came in. */
export const modalSchema = z.object({
  custom_id: customId,
  title: z.string().min(1, broke('modal-title')).max(MODAL_TITLE_CHARS, broke('modal-title')),
  components: z
    .array(z.discriminatedUnion('type', [labelled, inputRow], broke('component-type')))
    .min(1, broke('modal-components'))
    .max(IN_A_ROW, broke('modal-components')),
});
export type Modal = z.infer<typeof modalSchema>;
