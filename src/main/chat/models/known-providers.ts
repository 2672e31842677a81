import { z } from 'zod'
import { KnownProvider } from '../../../shared/contract/models'
import providers from './providers.json'

/** Where a provider is not as the others of its wire are. */
const Quirks = z.strictObject({
  /** The header its key goes in, bare. */
  keyHeader: z.string().optional(),
  /** What the limit of an answer is called, where it is not `max_tokens`. */
  maxTokens: z.literal('max_completion_tokens').optional(),
  /** Its list names models it could have, not those that can be asked. */
  listsOthers: z.boolean().optional(),
  /** A path that answers good keys only, where its list is for everybody. */
  keyCheck: z.string().optional(),
  /** Models, as a pattern, that refuse every temperature but their own. */
  fixedTemperature: z.string().optional(),
  /** What it takes; a temperature beyond is brought to the end of it. */
  temperature: z.object({ least: z.number(), most: z.number() }).optional(),
  /** It may be an Ollama that has no list but its own. */
  tags: z.boolean().optional(),
})
type Quirks = z.infer<typeof Quirks>

export const ProviderKind = KnownProvider.extend({ quirks: Quirks.optional() }).strict()
export type ProviderKind = KnownProvider & { readonly quirks?: Quirks | undefined }

/** As the file has them; a test holds it to `ProviderKind`. */
export const providerKinds = providers as readonly ProviderKind[]

export function kindNamed(kind: string): ProviderKind | undefined {
  return providerKinds.find((each) => each.kind === kind)
}

/** Where a kind is no longer known, what was kept of it is asked like any other. */
export const plainKind: ProviderKind = {
  kind: 'compatible',
  name: { en: '', zh: '' },
  wire: 'compatible',
  baseUrl: '',
  otherUrls: [],
  needsKey: false,
  keyPage: null,
}
