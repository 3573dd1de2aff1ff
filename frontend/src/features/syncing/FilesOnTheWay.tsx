import { Progress } from '@mantine/core';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { TransferView } from '../../api/types';
import { Mark } from '../../components/Mark';
import classes from './Sync.module.css';

/** Files follow the text: how far each has come, and what keeps it. */
export function FilesOnTheWay({ files }: { files: TransferView[] }) {
  return (
    <ul className={classes.files}>
      {files.map((file) => (
        <li key={`${file.complaint}/${file.name}/${file.up}`} data-testid="file-transfer" data-percent={file.percent}>
          <div className={classes.file}>
            <span><b>{file.name}</b> <span className={classes.soft}>{file.sizeText} · <Link href={`/aduan/${file.complaint}`} className={classes.number}>{file.number}</Link></span></span>
            <Mark plain tone={file.why ? 'warn' : 'info'} icon={file.up ? IconUpload : IconDownload}>{file.stateText}</Mark>
          </div>
          <Progress value={file.percent} aria-label={`${file.name}: ${file.stateText}`} />
          {file.why && <div className={classes.reason}>{file.why}</div>}
        </li>
      ))}
    </ul>
  );
}
