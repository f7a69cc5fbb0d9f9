// Embeds as the platform accepts them, each length with its own rule, and the limit over all of them together.
import { z } from 'zod';
import { broke } from './refusal.ts';

const EMBEDS = 10;
const TITLE_CHARS = 256;
const DESCRIPTION_CHARS = 4096;
const FIELDS = 25;
const FIELD_NAME_CHARS = 256;
const FIELD_VALUE_CHARS = 1024;
const FOOTER_CHARS = 2048;
const AUTHOR_CHARS = 256;
const COLOR_MAX = 0xff_ff_ff;
const ALL_CHARS = 6000;

const url = z.string().regex(/^(https?|attachment):\/\/\S+$/, broke('embed-url'));
const media = z.object({ url }).optional();
const between = (limit: number, rule: 'embed-field-name' | 'embed-field-value') =>
  z.string().trim().min(1, broke(rule)).max(limit, broke(rule));

const embed = z.object({
  type: z.string().optional(),
  title: z.string().max(TITLE_CHARS, broke('embed-title')).nullish(),
  description: z.string().max(DESCRIPTION_CHARS, broke('embed-description')).nullish(),
  url: url.nullish(),
  timestamp: z.iso.datetime({ offset: true, ...broke('embed-timestamp') }).nullish(),
  color: z.int().min(0, broke('embed-color')).max(COLOR_MAX, broke('embed-color')).nullish(),
  footer: z.object({ text: z.string().max(FOOTER_CHARS, broke('embed-footer')), icon_url: url.nullish() }).nullish(),
  image: media,
  thumbnail: media,
  author: z
    .object({ name: z.string().max(AUTHOR_CHARS, broke('embed-author')), url: url.nullish(), icon_url: url.nullish() })
    .nullish(),
  fields: z
    .array(
      z.object({
        name: between(FIELD_NAME_CHARS, 'embed-field-name'),
        value: between(FIELD_VALUE_CHARS, 'embed-field-value'),
        inline: z.boolean().optional(),
      }),
    )
    .max(FIELDS, broke('embed-fields'))
    .nullish(),
});
export type Embed = z.infer<typeof embed>;

export const embedsSchema = z
  .array(embed)
  .max(EMBEDS, broke('embed-count'))
  .refine((embeds) => embeds.reduce((sum, each) => sum + textOf(each), 0) <= ALL_CHARS, broke('embed-total'));

function textOf(it: Embed): number {
  const fields = (it.fields ?? []).map((field) => field.name.length + field.value.length);
  const texts = [it.title, it.description, it.footer?.text, it.author?.name].map((text) => text?.length ?? 0);
  return [...texts, ...fields].reduce((sum, length) => sum + length, 0);
}
