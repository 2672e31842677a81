import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { type ExportFormat, exportFormats } from '../../shared/contract/import'
import { useClient } from '../bridge/bridge'
import { useAction } from '../bridge/use-action'
import { Menu, MenuItem } from '../ui/menu'
import { saveExport } from './save-export'

interface ExportMenuProps {
  readonly trigger: ReactElement
  /** Names of the only servers to write; without it all. */
  readonly servers?: string[]
  readonly source?: string
}

/** In which of the formats others read to write servers. */
export function ExportMenu({ trigger, servers, source }: ExportMenuProps) {
  const { t } = useTranslation()
  const client = useClient()
  const save = useAction<ExportFormat, void>({
    mutationFn: (format) =>
      saveExport({ client, t }, format, { ...(servers && { servers }), ...(source && { source }) }),
  })
  return (
    <Menu trigger={trigger}>
      {exportFormats.map((format) => (
        <MenuItem key={format} onSelect={() => save.mutate(format)}>
          {t(`export.format.${format}`)}
        </MenuItem>
      ))}
    </Menu>
  )
}
