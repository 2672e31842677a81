import type { LlmConfig, ModelsState } from '../../shared/contract/models'
import { useClient } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'

/** Chooses the default model; null: none. */
export function useChoose() {
  const client = useClient()
  return useAction<LlmConfig | null, ModelsState>({
    mutationFn: (llm_config) => client.models.choose({ llm_config }),
  })
}
