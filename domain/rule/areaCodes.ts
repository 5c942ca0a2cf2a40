/** Time zones of the area codes of the United States. A code that lies in two zones is in both. Source: the numbering plan areas as assigned. */
const eastern = 'America/New_York';
const central = 'America/Chicago';
const mountain = 'America/Denver';
const pacific = 'America/Los_Angeles';

const of = (zones: readonly string[], codes: string) =>
  codes
    .trim()
    .split(/\s+/)
    .map((code) => [code, zones] as const);

const zonesOfCode: ReadonlyMap<string, readonly string[]> = new Map([
  ...of(
    [eastern],
    `203 475 860 959 202 771 302 229 404 470 478 678 706 762 770 912 943 339 351 413 508 617 774 781 857 978 227 240 301 410 443 667 207
    252 336 472 704 743 828 910 919 980 984 603 201 551 609 640 732 848 856 862 908 973 212 315 329 332 347 363 516 518 585 607 624 631
    646 680 716 718 838 845 914 917 929 934 216 220 234 283 326 330 380 419 436 440 513 567 614 740 937 215 223 267 272 412 445 484 570
    582 610 717 724 814 835 878 401 803 821 839 843 854 864 276 434 540 571 686 703 757 804 826 948 802 304 681 239 305 321 324 352 386
    407 561 645 656 689 727 728 754 772 786 813 863 904 941 954 260 317 463 574 765 502 606 859 231 248 269 313 517 586 616 679 734 810
    947 989 865`,
  ),
  ...of(
    [central],
    `205 251 256 334 659 938 327 479 501 870 319 515 563 641 712 217 224 309 312 331 447 464 618 630 708 730 773 779 815 847 861 872 225
    318 337 457 504 985 218 320 507 612 651 763 924 952 235 314 417 557 573 636 660 816 975 228 601 662 769 405 539 572 580 918 262 274
    353 414 534 608 715 920 219 364 615 629 731 901 316 913 402 531 210 214 254 281 325 346 361 409 430 432 469 512 682 713 726 737 806
    817 830 832 903 936 940 945 956 972 979`,
  ),
  ...of([mountain], '303 719 720 970 983 406 505 575 385 435 801 307 915'),
  ...of(
    [pacific],
    `209 213 279 310 323 341 350 357 369 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669 707 714 738 747 760 805 818 820 831
    837 840 858 909 916 925 949 951 206 253 360 425 509 564 702 725 503 971`,
  ),
  ...of([eastern, central], '448 850 812 930 270 906 423 931'),
  ...of([central, mountain], '620 785 701 308 605'),
  ...of([mountain, pacific], '208 986 775 458 541'),
  ...of(['America/Phoenix', mountain], '480 520 602 623 928'),
  ...of(['America/Anchorage', 'America/Adak'], '907'),
  ...of(['Pacific/Honolulu'], '808'),
]);

/** The zones that a telephone number speaks for; none for one that is not of the United States, or free of a place. */
export function zonesOfNumber(number: string | null): readonly string[] {
  const [, code = ''] = /^\+1[\s.(-]*(\d{3})/.exec(number ?? '') ?? [];
  return zonesOfCode.get(code) ?? [];
}
