import { readFile } from 'node:fs/promises'
import { parse } from 'jsonc-parser'
import { z } from 'zod'
import type { Client } from '../../../shared/contract'
import { type KnownProvider, LlmConfig } from '../../../shared/contract/models'
import { Ends, exit } from '../exit'

/** A file in the original's form, as far as it speaks of a model. */
const ConfigFile = z.object({
  llm_config: z.object({
    model: LlmConfig.shape.model,
    temperature: LlmConfig.shape.temperature,
    max_tokens: LlmConfig.shape.max_tokens,
    provider: z.string().optional(),
    api_key: z.string().nullish(),
    base_url: z.string().nullish(),
  }),
})

/**
 * The `llm_config` of a file as a choice. A key or an address in it makes a provider, or changes the one of that kind;
 * without them the provider must be there. Throws Ends.
 */
export async function chooseFrom(client: Client, file: string): Promise<LlmConfig> {
  const text = await readFile(file, 'utf8').catch((error) => {
    throw new Ends(exit.failed, 'file-unreadable', { file, reason: error.code ?? error.message })
  })
  const read = ConfigFile.safeParse(parse(text))
  if (!read.success) throw new Ends(exit.failed, 'models.config-unfit', { file })
  const { api_key: key, base_url: baseUrl, provider: named, ...rest } = read.data.llm_config
  const known = await client.models.known()
  const kind = kindOf(known, named, baseUrl)
  const { providers } = await client.models.list()
  const provider = providers.find(({ id }) => id === named) ?? providers.find((each) => each.kind === kind)
  if (key || baseUrl) {
    const id = provider?.id ?? kind
    const body = { kind, ...(baseUrl && { baseUrl }), ...(key && { key }) }
    await client.models.set({ params: { provider: id }, body })
    return { provider: id, ...rest }
  }
  if (!provider) throw new Ends(exit.failed, 'models.config-homeless', { file, model: rest.model, kind })
  return { provider: provider.id, ...rest }
}

/** Which kind an address or a name means; the original knows OpenAI alone. */
function kindOf(
  known: readonly KnownProvider[],
  named: string | undefined,
  baseUrl: string | null | undefined,
) {
  if (baseUrl) {
    const origin = originOf(baseUrl)
    const found = known.find(({ baseUrl: own, otherUrls }) =>
      [own, ...otherUrls].some((url) => url !== '' && originOf(url) === origin),
    )
    return found?.kind ?? 'compatible'
  }
  return known.find(({ kind }) => kind === named)?.kind ?? 'openai'
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined
}
