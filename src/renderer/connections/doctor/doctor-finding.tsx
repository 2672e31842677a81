import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DoctorFinding } from '../../../shared/contract/doctor'
import type { Server } from '../../../shared/contract/registry'
import { HelpText } from '../../parts'
import { RemedyButton } from '../../registry/remedies'
import { Button } from '../../ui/button'
import { Disclosure } from '../../ui/disclosure'
import { fixFor } from './doctor-fix'
import { adviceFor, findingSentence } from './doctor-sentences'

interface FindingProps {
  readonly server: Server
  readonly finding: DoctorFinding
  readonly onAgain: () => void
}

/** What is wrong in a sentence, the one thing to do about it, and more for who wants to know. */
export function Finding({ server, finding, onAgain }: FindingProps) {
  const { t } = useTranslation()
  const [more, setMore] = useState(false)
  const fix = fixFor(finding, server.command !== undefined)
  return (
    <div className="grid gap-1.5">
      <div>
        <p className="wrap-anywhere font-[550]">
          <bdi>{findingSentence(finding)}</bdi>
        </p>
        <p className="text-muted">{adviceFor(finding.code)}</p>
      </div>
      <div>
        {fix ? (
          <RemedyButton server={server} remedy={fix} look="primary" />
        ) : (
          <Button look="primary" onClick={onAgain}>
            {t('doctor.again')}
          </Button>
        )}
      </div>
      <Disclosure label={t('doctor.more')} open={more} onToggle={setMore}>
        <HelpText code={finding.code} />
      </Disclosure>
    </div>
  )
}
