import { IconCalendarQuestion } from '@tabler/icons-react';
import { t } from '../text/id';
import { Mark } from './Mark';

interface Props {
  range?: string; // first and last possible date, where the date beside it is only the first
  plain?: boolean;
}

/** A date that may still move, because the holidays up to it are not decreed yet. */
export function Provisional({ range, plain }: Props) {
  return (
    <Mark tone="warn" icon={IconCalendarQuestion} plain={plain} data-testid="provisional" data-range={range}>
      {range ? t.deadline.provisionalRange(range) : t.deadline.provisional}
    </Mark>
  );
}
